package dev.gemba.agent.trace;

import dev.gemba.agent.capture.Futures;
import dev.gemba.agent.capture.ModuleOpener;
import dev.gemba.agent.capture.PathReader;
import dev.gemba.agent.capture.TextMethod;
import dev.gemba.agent.config.PackRole;
import dev.gemba.agent.config.Target;
import dev.gemba.agent.config.ValuePath;
import dev.gemba.api.export.Span;
import dev.gemba.bootstrap.Guide;
import dev.gemba.bootstrap.Later;
import dev.gemba.bootstrap.Recorder;
import dev.gemba.bootstrap.Series;
import dev.gemba.bootstrap.TraceContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Sees to the calls of one target of a pack, as its file says. Safe for use by all threads. */
final class PackGuide extends Guide {

  private final boolean passing;
  private final boolean untilDone;
  private final Enricher enricher;
  private final Carrier carrier;
  private final Exchange exchange;
  private final Counter counter;
  private final OperationNames operations;
  private final Supplier<TraceHeaders> formats;
  private final ThreadAllocation allocation;
  private final Map<String, PathReader> attributes = new LinkedHashMap<>();
  private final Map<String, PathReader> values = new LinkedHashMap<>();
  private final List<PathReader> unless = new ArrayList<>();
  private final PathReader asyncBegun;
  private final PathReader asyncContext;
  private final PathReader headers;
  private final PathReader taskOffered;
  private final PathReader taskRun;
  private final TextMethod read;
  private final TextMethod write;

  /**
   * @param family see {@link Guide}
   * @param carrier null if headers are all that is read or set
   * @param exchange null if nothing is exchanged
   * @param operations those that the calls have come under
   * @param formats in force
   * @param allocation what calls from outside allocate is told by
   */
  PackGuide(
      Target target,
      int family,
      Enricher enricher,
      Carrier carrier,
      Exchange exchange,
      OperationNames operations,
      Supplier<TraceHeaders> formats,
      ThreadAllocation allocation,
      ModuleOpener opener) {
    super(kindOf(target.role().kind()), family);
    this.enricher = enricher;
    this.carrier = carrier;
    this.exchange = exchange;
    this.counter = enricher instanceof Counter several ? several : null;
    this.untilDone = target.untilDone();
    this.operations = operations;
    this.formats = formats;
    this.allocation = allocation;
    PackRole role = target.role();
    this.passing = !role.recorded();
    addReaders(target.attributes(), opener, attributes);
    values.putAll(attributes);
    addReaders(role.values(), opener, values);
    role.unless().forEach(path -> unless.add(new PathReader(path, opener)));
    this.asyncBegun = reader(role.async().begun(), opener);
    this.asyncContext = reader(role.async().context(), opener);
    PackRole.Headers reached = role.headers();
    this.headers = reader(reached.of(), opener);
    this.taskOffered = reader(role.handoff().offer(), opener);
    this.taskRun = reader(role.handoff().run(), opener);
    this.read = reached.read().isEmpty() ? null : TextMethod.reading(reached.read(), opener);
    this.write = reached.write().isEmpty() ? null : TextMethod.writing(reached.write(), opener);
  }

  private static int kindOf(Span.Kind kind) {
    return switch (kind) {
      case INTERNAL -> INTERNAL;
      case SERVER -> SERVER;
      case CLIENT -> CLIENT;
      case PRODUCER -> PRODUCER;
      case CONSUMER -> CONSUMER;
    };
  }

  private static PathReader reader(ValuePath path, ModuleOpener opener) {
    return path == null ? null : new PathReader(path, opener);
  }

  private static void addReaders(
      Map<String, ValuePath> paths, ModuleOpener opener, Map<String, PathReader> readers) {
    paths.forEach((name, path) -> readers.put(name, new PathReader(path, opener)));
  }

  @Override
  protected boolean isPassing() {
    return passing;
  }

  @Override
  protected boolean isToBeRecorded(Object self, Object[] arguments) throws Throwable {
    for (PathReader path : unless) {
      if (path.read(self, arguments, null) != null) {
        return false;
      }
    }
    return enricher.isToBeRecorded(ended(self, arguments, null, null));
  }

  @Override
  protected TraceContext carriedIn(Object self, Object[] arguments) throws Throwable {
    if (carrier != null) {
      return carrier.carriedIn(arguments, formats.get());
    }
    Object holder = read == null ? null : headers.read(self, arguments, null);
    return holder == null ? null : formats.get().read(name -> (String) read.read(holder, name));
  }

  @Override
  protected void carryOut(Object self, Object[] arguments, TraceContext context) throws Throwable {
    if (carrier != null) {
      carrier.carryOut(arguments, context, formats.get());
      return;
    }
    Object holder = write == null ? null : headers.read(self, arguments, null);
    if (holder != null) {
      formats.get().write(context, (name, value) -> write.write(holder, name, value));
    }
  }

  @Override
  protected Object taskOffered(Object self, Object[] arguments) throws Throwable {
    return taskOffered == null ? null : taskOffered.read(self, arguments, null);
  }

  @Override
  protected Object taskRun(Object self, Object[] arguments) throws Throwable {
    return taskRun == null ? null : taskRun.read(self, arguments, null);
  }

  @Override
  protected Series series(
      Series series, Object self, Object[] arguments, Object returned, Throwable thrown) {
    String operation = enricher.operation(ended(self, arguments, returned, thrown));
    Series own = operation == null ? null : operations.of(operation);
    return own == null ? series : own;
  }

  @Override
  protected long allocatedBytes() {
    return allocation.now();
  }

  @Override
  protected void measure(
      Series series, Object self, Object[] arguments, Object returned, Throwable thrown) {
    // Packs have no numbers but durations, and how many calls one stands for.
    if (counter != null) {
      counter.count(ended(self, arguments, returned, thrown), this::count);
    }
  }

  private void count(String operation, int number) {
    Series series = operations.of(operation);
    if (series != null) {
      Recorder.current().count(series, number);
    }
  }

  @Override
  protected Object[] attributes(
      Object self, Object[] arguments, Object returned, Throwable thrown) {
    EndedCall call = ended(self, arguments, returned, thrown);
    Map<String, Object> all = new LinkedHashMap<>();
    for (String name : attributes.keySet()) {
      all.put(name, PathReader.toAttribute(call.value(name)));
    }
    enricher.enrich(call, all::put);
    Object[] pairs = new Object[2 * all.size()];
    int at = 0;
    for (Map.Entry<String, Object> attribute : all.entrySet()) {
      pairs[at++] = attribute.getKey();
      pairs[at++] = attribute.getValue();
    }
    return pairs;
  }

  @Override
  protected String errorType(Object self, Object[] arguments, Object returned) {
    return enricher.errorType(ended(self, arguments, returned, null));
  }

  private EndedCall ended(Object self, Object[] arguments, Object returned, Throwable thrown) {
    return new EndedCall(values, self, arguments, returned, thrown);
  }

  /**
   * What is asked of others and answered by a future is over when that is there; a servlet's
   * request that goes on, when it is completed.
   */
  @Override
  protected boolean endsLater(Object self, Object[] arguments, Object returned) throws Throwable {
    if (asyncBegun != null) {
      return Boolean.TRUE.equals(asyncBegun.read(self, arguments, null));
    }
    return enricher.endsLater(ended(self, arguments, returned, null))
        || ((kind == CLIENT || untilDone) && Futures.isOne(returned));
  }

  @Override
  protected Object whenEnded(Object self, Object[] arguments, Object returned, Later call)
      throws Throwable {
    if (asyncBegun != null) {
      AsyncRequest.whenCompleted(asyncContext.read(self, arguments, null), call);
      return returned;
    }
    EndedCall begun = ended(self, arguments, returned, null);
    if (enricher.endsLater(begun)) {
      enricher.whenEnded(begun, call);
    } else {
      Futures.whenDone(returned, call);
    }
    return returned;
  }

  @Override
  protected void taken(Object self, Object[] arguments) throws Throwable {
    if (exchange != null) {
      exchange.taken(self, arguments);
    }
  }

  @Override
  protected Object given(int probe, Object self, Object[] arguments, Object returned)
      throws Throwable {
    return exchange == null ? returned : exchange.given(probe, self, arguments, returned);
  }
}
