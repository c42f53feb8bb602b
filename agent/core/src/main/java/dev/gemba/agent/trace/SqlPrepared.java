package dev.gemba.agent.trace;

/** Statements that are prepared: remembers what each is, for when it is executed. */
final class SqlPrepared implements Enricher {

  private final Companions<String> prepared;

  SqlPrepared(Companions<String> prepared) {
    this.prepared = prepared;
  }

  @Override
  public String operation(EndedCall call) {
    if (call.returned() != null && call.firstArgument() instanceof String sql) {
      prepared.put(call.returned(), sql);
    }
    return null;
  }
}
