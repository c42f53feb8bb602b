package dev.gemba.agent.weave;

import dev.gemba.agent.capture.ModuleOpener;
import java.lang.instrument.Instrumentation;
import java.util.Map;
import java.util.Set;

/** Opens packages of named modules to Gemba's module, which is one no application can see. */
public record Opener(Instrumentation instrumentation) implements ModuleOpener {

  @Override
  public void open(Class<?> type) {
    instrumentation.redefineModule(
        type.getModule(),
        Set.of(),
        Map.of(),
        Map.of(type.getPackageName(), Set.of(Opener.class.getModule())),
        Set.of(),
        Map.of());
  }
}
