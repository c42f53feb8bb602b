package dev.gemba.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.agent.target.ClassFileReader;
import dev.gemba.agent.target.MethodFacts;
import dev.gemba.bootstrap.Capture;
import dev.gemba.bootstrap.Probe;
import dev.gemba.bootstrap.Probes;
import dev.gemba.bootstrap.Series;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodeGrowthTest {

  private static final int WITH_ONE_RETURN = 30;
  private static final int PLUS_PADDING = 12;

  /** Classes with constructors, switches, handlers, loops and many returns. */
  @ParameterizedTest
  @ValueSource(
      classes = {
        ClassFileReader.class,
        java.util.concurrent.ConcurrentHashMap.class,
        java.util.Formatter.class,
        String.class
      })
  void knowsHowLongWovenCodeIs(Class<?> type) throws IOException {
    Map<String, ClassWeaver.Place> places = places(type, null);
    ClassWeaver.Woven woven = weave(type, places);

    Map<String, Integer> written = new HashMap<>();
    for (MethodFacts method : ClassFileReader.read(woven.classFile()).methods()) {
      String key = method.name() + method.descriptor();
      if (places.containsKey(key)) {
        written.put(key, method.codeLength());
      }
    }
    assertThat(woven.codeLengths()).hasSizeGreaterThan(10).isEqualTo(written);
  }

  @ParameterizedTest
  @ValueSource(classes = Small.class)
  void growsASmallMethodByThirtyBytes(Class<?> type) throws IOException {
    Map<String, ClassWeaver.Place> places = places(type, null);
    ClassWeaver.Woven woven = weave(type, places);

    assertThat(growth(places, woven, "once(J)J"))
        .isBetween(WITH_ONE_RETURN, WITH_ONE_RETURN + PLUS_PADDING);
    assertThat(growth(places, woven, "twice(J)J"))
        .isGreaterThan(growth(places, woven, "once(J)J"))
        .isLessThan(WITH_ONE_RETURN * 2);
  }

  @ParameterizedTest
  @ValueSource(classes = Small.class)
  void growsMoreWhereValuesAreCaptured(Class<?> type) throws IOException {
    Map<String, ClassWeaver.Place> places = places(type, new NoCapture());
    ClassWeaver.Woven woven = weave(type, places);

    assertThat(growth(places, woven, "once(J)J")).isGreaterThan(WITH_ONE_RETURN * 2);
  }

  private static int growth(
      Map<String, ClassWeaver.Place> places, ClassWeaver.Woven woven, String method) {
    return woven.codeLengths().get(method) - places.get(method).method().codeLength();
  }

  private static ClassWeaver.Woven weave(Class<?> type, Map<String, ClassWeaver.Place> places)
      throws IOException {
    return WovenForTest.weave(WovenForTest.classFile(type), places);
  }

  private static Map<String, ClassWeaver.Place> places(Class<?> type, Capture capture)
      throws IOException {
    Map<String, ClassWeaver.Place> places = new HashMap<>();
    for (MethodFacts method : ClassFileReader.read(WovenForTest.classFile(type)).methods()) {
      if (method.hasCode() && !method.isStaticInitializer()) {
        Probe probe = Probes.of(type.getName(), method.name(), method.descriptor());
        probe.aim(Probe.DARK, Series.of("growth"), capture);
        places.put(
            method.name() + method.descriptor(),
            new ClassWeaver.Place(
                probe,
                method,
                capture == null ? ClassWeaver.Values.UNSEEN : ClassWeaver.Values.CAPTURED));
      }
    }
    return places;
  }

  @SuppressWarnings("unused") // read as bytes
  private static final class Small {

    static long once(long value) {
      return value * 31;
    }

    static long twice(long value) {
      if (value > 7) {
        return value;
      }
      return value * 31;
    }
  }

  private static final class NoCapture extends Capture {

    @Override
    protected Series series(
        Series plain, Object self, Object[] arguments, Object returned, Throwable thrown) {
      return plain;
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
}
