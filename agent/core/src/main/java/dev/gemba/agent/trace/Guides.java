package dev.gemba.agent.trace;

import dev.gemba.agent.capture.ModuleOpener;
import dev.gemba.agent.config.Target;
import dev.gemba.bootstrap.Guide;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The guides of all targets of packs; the same one for a target as long as the agent is there. Safe
 * for use by many threads.
 */
public final class Guides {

  /** The family of those whose calls within each other all count. */
  private static final String NO_FAMILY = "none";

  private final ModuleOpener opener;
  private final PackCode code;
  private final ThreadAllocation allocation = new ThreadAllocation();
  private final Map<Target, PackGuide> guides = new ConcurrentHashMap<>();
  private final Map<String, OperationNames> operations = new ConcurrentHashMap<>();
  private final Map<String, Integer> families = new ConcurrentHashMap<>();
  private volatile TraceHeaders formats = new TraceHeaders(List.of("tracecontext", "baggage"));

  /** No guides yet. */
  public Guides(ModuleOpener opener) {
    this.opener = opener;
    this.code = new PackCode(opener, new FormatsInForce());
  }

  /** Not a lambda, which would be the first of all at the start of the application. */
  private final class FormatsInForce implements Supplier<TraceHeaders> {
    @Override
    public TraceHeaders get() {
      return formats;
    }
  }

  /**
   * Has traces be handed on to other processes in these formats.
   *
   * @param propagators names as in OpenTelemetry's {@code OTEL_PROPAGATORS}
   */
  public void propagate(List<String> propagators) {
    formats = new TraceHeaders(propagators);
  }

  /** The guide of a pack's target. */
  public Guide of(Target target) {
    PackGuide known = guides.get(target);
    return known != null ? known : guides.computeIfAbsent(target, this::make);
  }

  private PackGuide make(Target target) {
    String name = target.role().enricher();
    Enricher enricher = code.enricher(name);
    if (enricher == null) {
      throw new IllegalStateException(target.place() + ": no enricher is called " + name);
    }
    return new PackGuide(
        target,
        family(target.role().family()),
        enricher,
        code.carrier(target.role().carrier()),
        code.exchange(target.role().exchange()),
        namesOf(target),
        () -> formats,
        allocation,
        opener);
  }

  /** Leaves the application to itself. */
  public void leave() {
    code.leave();
  }

  private synchronized int family(String name) {
    if (name.equals(NO_FAMILY)) {
      return Guide.NO_FAMILY;
    }
    Integer known = families.get(name);
    if (known == null) {
      known = families.size();
      families.put(name, known);
    }
    return known;
  }

  private OperationNames namesOf(Target target) {
    return operations.computeIfAbsent(
        target.operation().toString(), operation -> new OperationNames());
  }

  /** Whether the calls of a pack's target have come under an operation. */
  public boolean isOperationOf(String operation, Target target) {
    OperationNames names = operations.get(target.operation().toString());
    return target.operation().toString().equals(operation)
        || (names != null && names.contains(operation));
  }

  /** Forgets what belonged to objects that have gone. For the collector. */
  public void sweep() {
    allocation.look();
    code.sweep();
  }
}
