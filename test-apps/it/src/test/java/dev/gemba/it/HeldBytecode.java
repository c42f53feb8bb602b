package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a running JVM holds of a class, as a debugger sees it: not what agents are handed. Each
 * reading is a debugger of its own that comes and goes, since debuggers remember what they have
 * seen.
 */
final class HeldBytecode {

  private static final Pattern ANNOUNCED =
      Pattern.compile("Listening for transport dt_socket at address: (\\d+)");
  private static final Duration TO_LISTEN = Duration.ofSeconds(30);

  private final RunningJvm running;
  private int readings;

  HeldBytecode(RunningJvm running) {
    this.running = running;
  }

  /** Lets debuggers into a JVM, one after the other. */
  static String[] options() {
    return new String[] {
      "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0"
    };
  }

  /** The code of a class. */
  String of(String className) throws Exception {
    VirtualMachine jvm = connect();
    try {
      return HeldClass.text(jvm.classesByName(className).get(0));
    } finally {
      jvm.dispose();
    }
  }

  VirtualMachine connect() throws Exception {
    AttachingConnector connector =
        Bootstrap.virtualMachineManager().attachingConnectors().stream()
            .filter(c -> c.transport().name().equals("dt_socket"))
            .findFirst()
            .orElseThrow();
    Map<String, Connector.Argument> arguments = connector.defaultArguments();
    arguments.get("hostname").setValue("127.0.0.1");
    arguments.get("port").setValue(nextPort());
    return connector.attach(arguments);
  }

  /** The JVM listens anew, and says where, each time that a debugger has gone. */
  private String nextPort() throws InterruptedException {
    long until = System.nanoTime() + TO_LISTEN.toNanos();
    while (true) {
      List<String> ports =
          ANNOUNCED.matcher(running.stdoutSoFar()).results().map(m -> m.group(1)).toList();
      if (ports.size() > readings) {
        return ports.get(readings++);
      }
      assertThat(System.nanoTime() - until).as("%s", running).isNegative();
      Thread.sleep(10);
    }
  }
}
