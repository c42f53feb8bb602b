package dev.gemba.it;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.Method;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** What a running JVM holds of a class, as a debugger sees it: not what agents are handed. */
final class HeldBytecode implements AutoCloseable {

  private final VirtualMachine jvm;

  private HeldBytecode(VirtualMachine jvm) {
    this.jvm = jvm;
  }

  static String[] options() {
    return new String[] {
      "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0"
    };
  }

  /** Connects as a debugger does, to the port that the JVM has printed. */
  static HeldBytecode of(RunningJvm running) throws Exception {
    String announced = "Listening for transport dt_socket at address: ";
    String out = running.stdoutSoFar();
    String port =
        out.substring(out.indexOf(announced) + announced.length()).lines().findFirst().get();
    AttachingConnector connector =
        Bootstrap.virtualMachineManager().attachingConnectors().stream()
            .filter(c -> c.transport().name().equals("dt_socket"))
            .findFirst()
            .orElseThrow();
    Map<String, Connector.Argument> arguments = connector.defaultArguments();
    arguments.get("hostname").setValue("127.0.0.1");
    arguments.get("port").setValue(port.strip());
    return new HeldBytecode(connector.attach(arguments));
  }

  VirtualMachine jvm() {
    return jvm;
  }

  /** The code of each method, with the constant pool that it refers to. */
  Map<String, String> of(String className) {
    Map<String, String> held = new TreeMap<>();
    for (ReferenceType type : jvm.classesByName(className)) {
      held.put("pool " + type.constantPoolCount(), HexFormat.of().formatHex(type.constantPool()));
      for (Method method : type.methods()) {
        held.put(method.name() + method.signature(), HexFormat.of().formatHex(method.bytecodes()));
      }
    }
    return held;
  }

  @Override
  public void close() {
    jvm.dispose();
  }
}
