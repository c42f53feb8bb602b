package dev.gemba.bootstrap;

import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import jdk.internal.vm.annotation.DontInline;
import jdk.internal.vm.annotation.ForceInline;

/**
 * All probes by id. Written by the agent's weaver under this class's lock, read by woven code
 * without one.
 *
 * <p>A method keeps its id for as long as the JVM lives, also over detach and attach: a frame that
 * was woven long ago and returns now can never be taken for another method.
 */
public final class Probes {

  /** Calls that were not recorded because the application had no stack or heap left. */
  public static final AtomicLong EXHAUSTED = new AtomicLong();

  static final ConcurrentLinkedQueue<Probe> SWITCHED_OFF = new ConcurrentLinkedQueue<>();

  /**
   * Ids under this are looked up in arrays that never change their place: with the id a constant of
   * the woven code, the JIT makes one load of it, without a check.
   */
  static final int QUICK = 1 << 14;

  private static final byte[] QUICK_LEVELS = new byte[QUICK];
  private static final Probe[] QUICK_PROBES = filledWithNone(new Probe[QUICK], 0);

  private static final Map<String, Probe> BY_METHOD = new HashMap<>();

  /** Those with ids from {@link #QUICK} on, in the order of their ids. */
  private static Probe[] others = new Probe[0];

  private static int size;

  private Probes() {}

  /** The probe of a method; made dark if it is new. */
  public static synchronized Probe of(String className, String methodName, String descriptor) {
    String key = className + '.' + methodName + descriptor;
    Probe probe = BY_METHOD.get(key);
    if (probe == null) {
      probe = new Probe(size, className, methodName, descriptor);
      BY_METHOD.put(key, probe);
      put(probe);
      size++;
    }
    return probe;
  }

  private static void put(Probe probe) {
    if (probe.id < QUICK) {
      QUICK_PROBES[probe.id] = probe;
      return;
    }
    int at = probe.id - QUICK;
    if (at == others.length) {
      Probe[] grown = java.util.Arrays.copyOf(others, Math.max(QUICK, at * 2));
      filledWithNone(grown, others.length);
      // So that no thread finds the array before what it is filled with.
      VarHandle.releaseFence();
      others = grown;
    }
    others[at] = probe;
  }

  private static Probe[] filledWithNone(Probe[] probes, int from) {
    java.util.Arrays.fill(probes, from, probes.length, Probe.NONE);
    return probes;
  }

  /** All probes, in the order of their ids. */
  public static synchronized List<Probe> all() {
    List<Probe> all = new ArrayList<>(size);
    for (int id = 0; id < size; id++) {
      all.add(get(id));
    }
    return all;
  }

  /** How often Gemba failed in any method, ever: also before a detach. */
  public static synchronized long failures() {
    long failures = 0;
    for (int id = 0; id < size; id++) {
      failures += get(id).failures();
    }
    return failures;
  }

  /** Whether {@link #takeSwitchedOff} has any. */
  public static boolean hasSwitchedOff() {
    return !SWITCHED_OFF.isEmpty();
  }

  /** The probes that were switched off since the last call. */
  public static List<Probe> takeSwitchedOff() {
    List<Probe> taken = new ArrayList<>();
    for (Probe probe = SWITCHED_OFF.poll(); probe != null; probe = SWITCHED_OFF.poll()) {
      taken.add(probe);
    }
    return taken;
  }

  /** Makes every probe a no-op. */
  public static synchronized void darken() {
    for (int id = 0; id < size; id++) {
      get(id).darken();
    }
  }

  @ForceInline
  static Probe get(int id) {
    return id < QUICK ? QUICK_PROBES[id] : other(id);
  }

  @DontInline
  private static Probe other(int id) {
    Probe[] probes = others;
    int at = id - QUICK;
    return at < probes.length ? probes[at] : Probe.NONE;
  }

  /** The level of a probe, by its id: what a woven method asks first. */
  @ForceInline
  static int levelOf(int id) {
    return id < QUICK ? QUICK_LEVELS[id] : other(id).level();
  }

  /** Has woven code find another level. */
  static void publishLevel(int id, int level) {
    if (id >= 0 && id < QUICK) {
      QUICK_LEVELS[id] = (byte) level;
    }
  }
}
