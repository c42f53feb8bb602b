package dev.gemba.premain;

import java.io.PrintStream;

/** The command line's entry: runs it behind the isolated loader and exits with its result. */
public final class Main {

  private Main() {}

  /** Exits with 0 when good; see the documentation of the command line for the other codes. */
  public static void main(String[] args) throws Exception {
    ClassLoader loader = new IsolatedLoader(GembaAgent.ownJar(), Main.class.getClassLoader());
    Thread.currentThread().setContextClassLoader(loader);
    Object exit =
        loader
            .loadClass("dev.gemba.cli.Main")
            .getMethod("run", String[].class, PrintStream.class, PrintStream.class)
            .invoke(null, args, System.out, System.err);
    System.exit((Integer) exit);
  }
}
