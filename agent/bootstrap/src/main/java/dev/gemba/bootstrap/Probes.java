package dev.gemba.bootstrap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

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

  private static final Map<String, Probe> BY_METHOD = new HashMap<>();
  private static Probe[] byId = new Probe[0];
  private static int size;

  private Probes() {}

  /** The probe of a method; made dark if it is new. */
  public static synchronized Probe of(String className, String methodName, String descriptor) {
    String key = className + '.' + methodName + descriptor;
    Probe probe = BY_METHOD.get(key);
    if (probe == null) {
      probe = new Probe(size, className, methodName, descriptor);
      BY_METHOD.put(key, probe);
      if (size == byId.length) {
        Probe[] grown = new Probe[Math.max(256, size * 2)];
        System.arraycopy(byId, 0, grown, 0, size);
        java.util.Arrays.fill(grown, size, grown.length, Probe.NONE);
        byId = grown;
      }
      byId[size++] = probe;
    }
    return probe;
  }

  /** All probes, in the order of their ids. */
  public static synchronized List<Probe> all() {
    return new ArrayList<>(List.of(byId).subList(0, size));
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
    for (int i = 0; i < size; i++) {
      byId[i].darken();
    }
  }

  static Probe get(int id) {
    Probe[] probes = byId;
    return id < probes.length ? probes[id] : Probe.NONE;
  }
}
