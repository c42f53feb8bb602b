package dev.gemba.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gemba.agent.target.ClassFileReader;
import dev.gemba.agent.target.MethodFacts;
import dev.gemba.bootstrap.Guide;
import dev.gemba.bootstrap.Later;
import dev.gemba.bootstrap.Probe;
import dev.gemba.bootstrap.Probes;
import dev.gemba.bootstrap.Series;
import dev.gemba.bootstrap.TraceContext;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExchangeWeavingTest {

  /** Exchanges every text, and remembers what it was given. */
  private static final class TestGuide extends Guide {
    private final List<Object> seen = new ArrayList<>();
    private boolean fails;
    private Object instead = "other";

    TestGuide() {
      super(INTERNAL, NO_FAMILY);
    }

    @Override
    protected void taken(Object self, Object[] arguments) {
      for (int i = 0; i < arguments.length; i++) {
        seen.add(arguments[i]);
        if (arguments[i] instanceof String) {
          arguments[i] = "taken";
        }
      }
      if (fails) {
        throw new IllegalStateException("taken");
      }
    }

    @Override
    protected Object given(int probe, Object self, Object[] arguments, Object returned) {
      seen.add(returned);
      if (fails) {
        throw new IllegalStateException("given");
      }
      return instead;
    }

    @Override
    protected boolean isPassing() {
      return true;
    }

    @Override
    protected boolean isToBeRecorded(Object self, Object[] arguments) {
      return false;
    }

    @Override
    protected TraceContext carriedIn(Object self, Object[] arguments) {
      return null;
    }

    @Override
    protected void carryOut(Object self, Object[] arguments, TraceContext context) {}

    @Override
    protected String errorType(Object self, Object[] arguments, Object returned) {
      return null;
    }

    @Override
    protected boolean endsLater(Object self, Object[] arguments, Object returned) {
      return false;
    }

    @Override
    protected Object whenEnded(Object self, Object[] arguments, Object returned, Later call) {
      return returned;
    }

    @Override
    protected Series series(
        Series series, Object self, Object[] arguments, Object returned, Throwable thrown) {
      return series;
    }

    @Override
    protected void measure(
        Series series, Object self, Object[] arguments, Object returned, Throwable thrown) {}

    @Override
    protected Object[] attributes(
        Object self, Object[] arguments, Object returned, Throwable thrown) {
      return null;
    }
  }

  private final TestGuide guide = new TestGuide();

  @Test
  void givesTheMethodWhatThePackPutsInPlaceOfAnArgument() throws Exception {
    assertThat(call("join", 3L, "own", 4)).isEqualTo("other");

    assertThat(guide.seen).containsExactly(3L, "own", 4, "3 taken 4");
  }

  @Test
  void leavesWhatNobodyLooksAt() throws Exception {
    assertThat(call(Probe.DARK, "join", 3L, "own", 4)).isEqualTo("3 own 4");

    assertThat(guide.seen).isEmpty();
  }

  @Test
  void goesOnWithItsOwnWhereThePackFails() throws Exception {
    guide.fails = true;

    assertThat(call("join", 3L, "own", 4)).isEqualTo("3 own 4");
  }

  @Test
  void returnsItsOwnInPlaceOfWhatIsOfAnotherClass() throws Exception {
    guide.instead = 17;

    assertThat(call("join", 3L, "own", 4)).isEqualTo("3 taken 4");
  }

  @Test
  void leavesPrimitivesAndNothingAsTheyAre() throws Exception {
    assertThat(call("add", 3L, "own", 4)).isEqualTo(7L);
    assertThat(call("nothing", 3L, "own", 4)).isNull();

    assertThat(guide.seen).containsExactly(3L, "own", 4, 7L, 3L, "own", 4, null);
  }

  @Test
  void throwsWhatTheMethodThrows() {
    assertThatThrownBy(() -> call("fail", 3L, "own", 4))
        .isInstanceOf(InvocationTargetException.class)
        .hasRootCauseMessage("taken");
  }

  private Object call(String method, Object... arguments) throws Exception {
    return call(Probe.TIMING, method, arguments);
  }

  private Object call(int level, String method, Object... arguments) throws Exception {
    Map<String, ClassWeaver.Place> places = new HashMap<>();
    byte[] classFile = WovenForTest.classFile(Plain.class);
    for (MethodFacts facts : ClassFileReader.read(classFile).methods()) {
      if (facts.name().equals(method)) {
        Probe probe = Probes.of(Plain.class.getName(), facts.name(), facts.descriptor());
        probe.aim(level, Series.of("exchange"), guide);
        places.put(
            facts.name() + facts.descriptor(),
            new ClassWeaver.Place(probe, facts, ClassWeaver.Values.EXCHANGED));
      }
    }
    ClassWeaver.Woven woven = WovenForTest.weave(classFile, places);
    Class<?> type = new Loader().define(woven.classFile());
    Constructor<?> constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    var declared = type.getDeclaredMethod(method, long.class, String.class, int.class);
    declared.setAccessible(true);
    return declared.invoke(constructor.newInstance(), arguments);
  }

  private static final class Loader extends ClassLoader {
    Loader() {
      super(ExchangeWeavingTest.class.getClassLoader());
    }

    Class<?> define(byte[] classFile) {
      return defineClass(Plain.class.getName(), classFile, 0, classFile.length);
    }
  }

  @SuppressWarnings("unused") // called as woven
  private static final class Plain {

    private Plain() {}

    static String join(long first, String second, int third) {
      String joined = "";
      for (int i = 0; i < 1; i++) {
        joined += first + " " + second + " " + third;
      }
      return joined;
    }

    long add(long first, String second, int third) {
      return first + third;
    }

    void nothing(long first, String second, int third) {}

    void fail(long first, String second, int third) {
      throw new IllegalStateException(second);
    }
  }
}
