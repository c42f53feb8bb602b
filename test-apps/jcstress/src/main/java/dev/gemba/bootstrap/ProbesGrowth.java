package dev.gemba.bootstrap;

import java.lang.reflect.Field;
import java.util.Map;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** A class is woven while another thread calls a method that was: ids find their own probe. */
@JCStressTest
@Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "not woven yet")
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "its own probe")
@Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "the one that records nothing")
@Outcome(expect = Expect.FORBIDDEN, desc = "another method's probe, or none at all")
@State
public class ProbesGrowth {

  /** Past one growth, so that there is one as often as can be. */
  private static final int MANY = 300;

  /** Of those ids that are looked up in an array which never grows. */
  private static final int QUICK = 100;

  private static final int UNKNOWN = -1;
  private static int made;

  private int id = UNKNOWN;

  @Actor
  public void weave() {
    synchronized (Probes.class) {
      if (made++ % MANY == 0) {
        forgetAll();
      }
      id = Probes.of("C", "m" + made, "()V").id;
    }
  }

  @Actor
  public void call(I_Result found) {
    int known = id;
    if (known != UNKNOWN) {
      Probe probe = Probes.get(known);
      found.r1 = probe == Probe.NONE ? 2 : probe != null && probe.id == known ? 1 : 3;
    }
  }

  /** As a fresh JVM has it; else the probes of millions of states would fill the heap. */
  private static void forgetAll() {
    try {
      ((Map<?, ?>) field("BY_METHOD").get(null)).clear();
      field("others").set(null, new Probe[0]);
      field("size").setInt(null, Probes.QUICK - QUICK);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Field field(String name) throws ReflectiveOperationException {
    Field field = Probes.class.getDeclaredField(name);
    field.setAccessible(true);
    return field;
  }
}
