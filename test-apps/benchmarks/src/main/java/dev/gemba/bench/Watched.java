package dev.gemba.bench;

/**
 * The method that agents are told to watch.
 *
 * @param type its class
 * @param method its name
 * @param parameters its parameters' types, without spaces
 * @param mode what the workloads call it
 * @param depth how many calls of it one call from outside makes
 */
record Watched(String type, String method, String parameters, String mode, int depth) {

  private static final String PACKAGE = "dev.gemba.bench.workload.";

  static final Watched RECURSION =
      new Watched(PACKAGE + "Recursive", "monitored", "long,int", "recursion", 10);
  static final Watched FLAT = new Watched(PACKAGE + "Flat", "hashed", "long", "flat", 1);

  String simpleType() {
    return type.substring(type.lastIndexOf('.') + 1);
  }

  /** The name under which Gemba counts it, if not told otherwise. */
  String operation() {
    return simpleType() + "." + method;
  }
}
