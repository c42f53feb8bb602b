package dev.gemba.agent;

import dev.gemba.agent.config.AgentConfig;
import dev.gemba.agent.config.LoadedConfig;
import dev.gemba.agent.config.PackReader;
import dev.gemba.agent.config.Problem;
import dev.gemba.agent.config.Target;
import dev.gemba.agent.weave.Weaver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The config that Gemba goes by, and the last edit that it refused. Immutable.
 *
 * @param argument path that was given to the agent; null or blank if none was
 * @param since when it came into force
 * @param rejected the newest attempt to change it that failed; null if there was none since
 */
record ConfigInForce(String argument, LoadedConfig loaded, Instant since, Rejected rejected) {

  /** A config that was found broken and changed nothing. */
  record Rejected(Instant at, List<String> problems) {}

  /** What is there before the first config has been read. */
  static ConfigInForce none(String argument) {
    return new ConfigInForce(argument, null, null, null);
  }

  AgentConfig config() {
    return loaded.config();
  }

  /**
   * The targets to weave, those of packs last; none if the config says that Gemba is to do nothing.
   */
  List<Target> targets() {
    if (!config().enabled()) {
      return List.of();
    }
    List<Target> targets = new ArrayList<>(config().targets());
    targets.addAll(PackReader.read(config().packs()));
    return targets;
  }

  /** How many targets there are besides the built-in ones. */
  int written() {
    return config().enabled() ? Weaver.written(config().targets()) : 0;
  }

  List<String> problems() {
    return texts(loaded);
  }

  ConfigInForce replacedBy(String otherArgument, LoadedConfig other, Instant at) {
    return new ConfigInForce(otherArgument, other, at, null);
  }

  ConfigInForce rejecting(LoadedConfig other, Instant at) {
    return new ConfigInForce(argument, loaded, since, new Rejected(at, texts(other)));
  }

  static List<String> texts(LoadedConfig loaded) {
    return loaded.problems().stream().map(Problem::toString).toList();
  }
}
