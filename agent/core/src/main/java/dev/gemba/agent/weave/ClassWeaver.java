package dev.gemba.agent.weave;

import dev.gemba.agent.target.MethodFacts;
import dev.gemba.bootstrap.Probe;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodTooLargeException;
import net.bytebuddy.jar.asm.MethodVisitor;

/**
 * Weaves probes into the methods of one class at a time. The class keeps its shape: no member is
 * added, so it can be retransformed, woven by others and given back. All methods that have no probe
 * are copied byte by byte. Safe for use by many threads at once.
 *
 * <p>Written on the ASM that Byte Buddy carries, and not on Byte Buddy's advice: that takes half a
 * second of CPU for the first class, and keeps copies of all arguments on the stack (see
 * ARCHITECTURE.md).
 */
final class ClassWeaver {

  /**
   * A method to be woven.
   *
   * @param values what becomes of its arguments and results
   */
  record Place(Probe probe, MethodFacts method, Values values) {}

  /** What becomes of the arguments and results of a method. */
  enum Values {
    /** They stay where they are. */
    UNSEEN,
    /** They are handed over when a call ends. */
    CAPTURED,
    /** Arguments are handed over when a call begins as well. */
    GUIDED,
    /** The same, and results may become others that tell when the call is over. */
    LASTING,
    /** As guided, and arguments may become others. */
    CARRYING,
    /** They may become others. */
    EXCHANGED,
    /** Nothing but the beginning of a call is told. */
    COUNTED,
    /** As that, and the first argument says how many it stands for. */
    NUMBERED
  }

  /**
   * @param codeLengths bytes of code that the woven methods have now, by name and descriptor
   */
  @SuppressWarnings("ArrayRecordComponent") // made to be handed to the JVM, and compared by nobody
  record Woven(byte[] classFile, Map<String, Integer> codeLengths) {}

  private ClassWeaver() {}

  /**
   * The woven class; null if no method of it could be woven.
   *
   * @param places by method name and descriptor, of which those that cannot be woven are taken out
   * @param failures takes the class's name and why some method of it is not woven
   * @throws RuntimeException of whatever kind if the class cannot be woven
   */
  static Woven weave(
      byte[] classFile, Map<String, Place> places, BiConsumer<String, String> failures) {
    ClassReader reader = new ClassReader(classFile);
    while (!places.isEmpty()) {
      try {
        ClassWriter writer = new ClassWriter(reader, 0);
        Weaving weaving = new Weaving(writer, places);
        reader.accept(weaving, ClassReader.EXPAND_FRAMES);
        return new Woven(writer.toByteArray(), weaving.codeLengths);
      } catch (MethodTooLargeException e) {
        leaveOut(
            e.getMethodName() + e.getDescriptor(),
            "has no room for a probe within the JVM's 64 kB of code",
            reader,
            places,
            failures);
      } catch (UnwovenMethodException e) {
        leaveOut(e.method(), e.getMessage(), reader, places, failures);
      }
    }
    return null;
  }

  private static void leaveOut(
      String method,
      String reason,
      ClassReader reader,
      Map<String, Place> places,
      BiConsumer<String, String> failures) {
    if (places.remove(method) == null) {
      throw new IllegalStateException(method + " " + reason + ", without a probe");
    }
    failures.accept(reader.getClassName().replace('/', '.'), method + " " + reason);
  }

  /** Lets pass what has no probe. */
  private static final class Weaving extends HeadedVisitor {

    private final Map<String, Place> places;
    private final Map<String, Integer> codeLengths = new HashMap<>();

    Weaving(ClassVisitor target, Map<String, Place> places) {
      super(target);
      this.places = places;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor target = super.visitMethod(access, name, descriptor, signature, exceptions);
      Place place = places.get(name + descriptor);
      if (place == null) {
        return target;
      }
      boolean captures =
          switch (place.values()) {
            case CAPTURED, GUIDED, LASTING, CARRYING, EXCHANGED -> true;
            case UNSEEN, COUNTED, NUMBERED -> false;
          };
      ProbeFrame frame = new ProbeFrame(owner(), place.method(), captures);
      int probe = place.probe().id;
      IntConsumer length = bytes -> codeLengths.put(name + descriptor, bytes);
      if (place.method().isConstructor()) {
        return new ConstructorWeaving(target, frame, probe, majorVersion(), length);
      }
      return switch (place.values()) {
        case EXCHANGED -> new ExchangeWeaving(target, frame, probe, majorVersion(), length);
        case GUIDED ->
            new GuidedWeaving(target, frame, probe, majorVersion(), length, false, false);
        case LASTING ->
            new GuidedWeaving(target, frame, probe, majorVersion(), length, true, false);
        case CARRYING ->
            new GuidedWeaving(target, frame, probe, majorVersion(), length, false, true);
        case COUNTED -> new CountWeaving(target, frame, probe, false, length);
        case NUMBERED -> new CountWeaving(target, frame, probe, true, length);
        case CAPTURED, UNSEEN -> new MethodWeaving(target, frame, probe, majorVersion(), length);
      };
    }
  }
}
