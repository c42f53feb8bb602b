package dev.gemba.cli.recording;

/** Whose code a frame is of, as far as its name tells. */
public enum FrameOrigin {
  APPLICATION,
  JDK,
  /** The JVM, the system's libraries, the kernel. */
  NATIVE;

  /** By the name of a method or a symbol. */
  public static FrameOrigin of(String frame) {
    int dot = frame.indexOf('.');
    // Symbols may have dots (vdso, parts of a function), but before these no package.
    if (dot <= 0 || frame.contains("::") || frame.indexOf('(') >= 0 || isLibrary(frame)) {
      return NATIVE;
    }
    return switch (frame.substring(0, dot)) {
      case "java", "javax", "jdk", "sun" -> JDK;
      case "com" -> frame.startsWith("com.sun.") ? JDK : APPLICATION;
      default -> APPLICATION;
    };
  }

  private static boolean isLibrary(String frame) {
    return frame.endsWith(".so") || frame.contains(".so.");
  }
}
