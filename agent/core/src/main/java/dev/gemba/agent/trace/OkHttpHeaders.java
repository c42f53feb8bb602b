package dev.gemba.agent.trace;

import dev.gemba.agent.capture.ModuleOpener;
import dev.gemba.agent.capture.PathReader;
import dev.gemba.agent.capture.TextMethod;
import dev.gemba.agent.config.ValuePath;
import dev.gemba.bootstrap.TraceContext;
import java.util.function.Supplier;

/**
 * Has what OkHttp writes to a connection bear the trace: requests are immutable, so another one is
 * written in the place of the application's, which nobody else gets to see. For all threads.
 */
final class OkHttpHeaders implements Exchange {

  private final Supplier<TraceHeaders> formats;
  private final PathReader newBuilder;
  private final PathReader built;
  private final TextMethod setHeader;

  /**
   * @param formats in force
   */
  OkHttpHeaders(Supplier<TraceHeaders> formats, ModuleOpener opener) {
    this.formats = formats;
    newBuilder = new PathReader(ValuePath.parse("arg0.newBuilder()"), opener);
    built = new PathReader(ValuePath.parse("return.build()"), opener);
    setHeader = TextMethod.writing("header", opener);
  }

  @Override
  public void taken(Object self, Object[] arguments) throws Throwable {
    TraceContext context = TraceContext.now();
    if (context == null) {
      return;
    }
    Object builder = newBuilder.read(self, arguments, null);
    formats.get().write(context, (name, value) -> setHeader.write(builder, name, value));
    arguments[0] = built.read(self, arguments, builder);
  }
}
