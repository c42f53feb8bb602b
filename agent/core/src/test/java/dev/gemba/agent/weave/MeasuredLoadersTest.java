package dev.gemba.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gemba.api.Measured;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import org.junit.jupiter.api.Test;

class MeasuredLoadersTest {

  private static final long SOON = MeasuredLoaders.ALONE_NANOS - 1;
  private static final long LATER = MeasuredLoaders.ALONE_NANOS;

  private final MeasuredLoaders measured = new MeasuredLoaders();
  private final byte[] direct = classFile(Direct.class);
  private final byte[] plain = classFile(MeasuredLoadersTest.class);
  private int asked;

  /** Has the annotation itself. */
  interface Direct {
    @Measured
    void work();
  }

  private final class Asked extends ClassLoader {
    private final boolean has;

    Asked(boolean has) {
      super(null);
      this.has = has;
    }

    @Override
    public URL getResource(String name) {
      asked++;
      return has ? MeasuredLoadersTest.class.getResource("MeasuredLoadersTest.class") : null;
    }
  }

  @Test
  void readsWhatMentionsTheAnnotationAndAsksNobodyWhileClassesAreLoaded() {
    ClassLoader loader = new Asked(true);

    assertThat(measured.mayCarry(loader, direct, 0)).isTrue();
    assertThat(measured.mayCarry(loader, plain, SOON)).isFalse();
    assertThat(measured.hasToAsk(SOON)).isFalse();
    assertThat(asked).isZero();
  }

  @Test
  void asksEachLoaderOnceItWasLeftAlone() {
    ClassLoader with = new Asked(true);
    ClassLoader without = new Asked(false);
    measured.mayCarry(with, plain, 0);
    measured.mayCarry(with, plain, 0);
    measured.mayCarry(without, plain, 1);

    assertThat(measured.hasToAsk(LATER)).isTrue();
    assertThat(measured.askThem(LATER)).isTrue();
    assertThat(measured.hasToAsk(LATER)).isFalse();
    assertThat(measured.askThem(LATER + 1)).isFalse();
    assertThat(asked).isEqualTo(2);

    // From now on, also what only an annotation of an annotation marks.
    assertThat(measured.mayCarry(with, plain, LATER)).isTrue();
    assertThat(measured.mayCarry(without, direct, LATER)).isFalse();
    assertThat(measured.hasToAsk(3 * LATER)).isFalse();
    assertThat(asked).isEqualTo(2);
  }

  @Test
  void asksAtOnceForClassesThatAreThere() {
    ClassLoader loader = new Asked(true);
    measured.mayCarry(loader, plain, 0);

    assertThat(measured.mayCarry(loader)).isTrue();
    assertThat(measured.mayCarry(loader)).isTrue();
    assertThat(measured.mayCarry((ClassLoader) null)).isFalse();
    assertThat(measured.mayCarry(ClassLoader.getPlatformClassLoader())).isFalse();
    assertThat(asked).isEqualTo(1);
  }

  private static byte[] classFile(Class<?> type) {
    try (InputStream in =
        type.getResourceAsStream(type.getName().replaceAll(".*\\.", "") + ".class")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
