package dev.gemba.agent.weave;

import java.util.function.IntConsumer;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Has a pack see, and exchange, what a method takes and returns. Its calls are not recorded.
 *
 * <pre>
 *   arguments = wantsGuide(id) ? { arguments… } : null
 *   enterExchanging(id, this, arguments)
 *   argument0 = argument(arguments, 0, argument0) …
 *   … with each return written as { return exitExchanging(id, this, arguments, value) }
 * </pre>
 *
 * <p>A value that is not of the method's type is a fault of the pack: returned, it is left for the
 * method's own.
 */
final class ExchangeWeaving extends EarlyWeaving {

  private final ProbeFrame frame;

  ExchangeWeaving(
      MethodVisitor target, ProbeFrame frame, int probe, int majorVersion, IntConsumer codeLength) {
    super(target, frame, probe, majorVersion, codeLength);
    this.frame = frame;
  }

  @Override
  void begun() {
    pushProbe();
    pushReceiver();
    mv.visitVarInsn(Opcodes.ALOAD, frame.arguments());
    bridge("enterExchanging", "(ILjava/lang/Object;[Ljava/lang/Object;)V");
    takeArguments();
  }

  @Override
  void endReturning() {
    pushProbe();
    pushReceiver();
    mv.visitVarInsn(Opcodes.ALOAD, frame.arguments());
    pushReturned();
    bridge(
        "exitExchanging",
        "(ILjava/lang/Object;[Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;");
    if (isReference(frame.returned())) {
      keepReturned();
    } else {
      mv.visitInsn(Opcodes.POP);
    }
  }

  /** What is thrown is thrown. */
  @Override
  Label handledFrom() {
    return null;
  }
}
