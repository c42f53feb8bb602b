package dev.gemba.zoo;

import dev.gemba.zoo.bytecode.ArgumentSlots;
import dev.gemba.zoo.bytecode.ConstructorBytecode;
import dev.gemba.zoo.bytecode.HugeClasses;
import dev.gemba.zoo.bytecode.OldClassFiles;
import dev.gemba.zoo.bytecode.ReusedSlots;
import dev.gemba.zoo.language.Bridges;
import dev.gemba.zoo.language.Constructors;
import dev.gemba.zoo.language.Enums;
import dev.gemba.zoo.language.ExceptionTables;
import dev.gemba.zoo.language.Interfaces;
import dev.gemba.zoo.language.Lambdas;
import dev.gemba.zoo.language.Lifecycles;
import dev.gemba.zoo.language.Locking;
import dev.gemba.zoo.language.Nesting;
import dev.gemba.zoo.language.Proxies;
import dev.gemba.zoo.language.Records;
import dev.gemba.zoo.language.Recursion;
import dev.gemba.zoo.language.SealedTypes;
import dev.gemba.zoo.language.Serialized;
import dev.gemba.zoo.language.StackViews;
import dev.gemba.zoo.language.Switches;
import dev.gemba.zoo.language.Varargs;
import dev.gemba.zoo.language.VirtualThreads;
import dev.gemba.zoo.library.GroovyLibrary;
import dev.gemba.zoo.library.KotlinLibrary;
import dev.gemba.zoo.library.OldLibraries;
import dev.gemba.zoo.library.ScalaLibrary;
import dev.gemba.zoo.loader.ChildFirst;
import dev.gemba.zoo.loader.HiddenClasses;
import dev.gemba.zoo.loader.JBossModule;
import dev.gemba.zoo.loader.NamedModule;
import dev.gemba.zoo.loader.NullParent;
import dev.gemba.zoo.loader.OsgiBundle;
import dev.gemba.zoo.loader.ParallelLoading;
import dev.gemba.zoo.loader.ThrowAwayLoaders;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Bytecode and class loaders that are awkward for an agent.
 *
 * <p>Every case is deterministic and prints all that an application could see, so that what is
 * printed under an agent must equal what is printed without. {@code Zoo CASE…} runs these, {@code
 * Zoo all} all of them, {@code Zoo all -CASE} all but one, {@code Zoo --list} names them. Exits
 * with 1 if a case crashed, with 2 for a name that it does not know.
 */
public final class Zoo {

  private static final Map<String, Case> CASES = cases();

  private Zoo() {}

  private static Map<String, Case> cases() {
    Map<String, Case> cases = new LinkedHashMap<>();
    cases.put("lambdas", new Lambdas());
    cases.put("records", new Records());
    cases.put("sealed-types", new SealedTypes());
    cases.put("nesting", new Nesting());
    cases.put("bridges", new Bridges());
    cases.put("interfaces", new Interfaces());
    cases.put("enums", new Enums());
    cases.put("constructors", new Constructors());
    cases.put("constructor-bytecode", new ConstructorBytecode());
    cases.put("argument-slots", new ArgumentSlots());
    cases.put("reused-slots", new ReusedSlots());
    cases.put("varargs", new Varargs());
    cases.put("recursion", new Recursion());
    cases.put("stack-overflow", Recursion::overflow);
    cases.put("locking", new Locking());
    cases.put("exception-tables", new ExceptionTables());
    cases.put("switches", new Switches());
    cases.put("stack-views", new StackViews());
    cases.put("proxies", new Proxies());
    cases.put("serialization", new Serialized());
    cases.put("lifecycles", new Lifecycles());
    cases.put("virtual-threads", new VirtualThreads());
    cases.put("old-class-files", new OldClassFiles());
    cases.put("huge-methods", HugeClasses::methods);
    cases.put("huge-frames", HugeClasses::frames);
    cases.put("full-constant-pool", HugeClasses::constants);
    cases.put("old-libraries", new OldLibraries());
    cases.put("kotlin", new KotlinLibrary());
    cases.put("scala", new ScalaLibrary());
    cases.put("groovy", new GroovyLibrary());
    cases.put("osgi", new OsgiBundle());
    cases.put("jboss-modules", new JBossModule());
    cases.put("child-first", new ChildFirst());
    cases.put("null-parent", new NullParent());
    cases.put("named-module", new NamedModule());
    cases.put("hidden-classes", new HiddenClasses());
    cases.put("throw-away-loaders", new ThrowAwayLoaders());
    cases.put("parallel-loading", new ParallelLoading());
    return cases;
  }

  /** See the class. */
  public static void main(String[] arguments) {
    if (arguments.length == 0 || arguments[0].equals("--list")) {
      CASES.keySet().forEach(System.out::println);
      return;
    }
    Set<String> chosen = new LinkedHashSet<>();
    for (String argument : arguments) {
      choose(argument, chosen);
    }
    Report report = new Report(System.out);
    boolean crashed = false;
    for (String name : chosen) {
      System.out.println("== " + name);
      try {
        CASES.get(name).run(report);
      } catch (Throwable crash) {
        crashed = true;
        report.trace("CRASH", crash);
      }
    }
    System.out.flush();
    if (crashed) {
      System.exit(1);
    }
  }

  private static void choose(String argument, Set<String> chosen) {
    String name = argument.startsWith("-") ? argument.substring(1) : argument;
    if (argument.equals("all")) {
      chosen.addAll(CASES.keySet());
    } else if (!CASES.containsKey(name)) {
      System.err.println("no case named " + name + "; there are " + CASES.keySet());
      System.exit(2);
    } else if (argument.startsWith("-")) {
      chosen.remove(name);
    } else {
      chosen.add(name);
    }
  }
}
