package dev.gemba.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gemba.agent.config.ValuePath;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PathReaderTest {

  private final List<Class<?>> opened = new ArrayList<>();

  record Point(int x, Object next) {}

  static class Base {
    private final String hidden;

    Base(String hidden) {
      this.hidden = hidden;
    }

    String plain() {
      return "called";
    }

    int length() {
      return hidden.length();
    }

    boolean isReady() {
      return true;
    }

    void nothing() {}
  }

  static final class Sub extends Base {
    Sub() {
      super("deep");
    }

    String getTitle() {
      return "title";
    }

    String explode() {
      if (length() > 0) {
        throw new IllegalStateException("boom");
      }
      return "";
    }
  }

  private Object read(String path, Object root) throws Throwable {
    ModuleOpener opener =
        type -> {
          opened.add(type);
          throw new IllegalStateException("not opened in this test");
        };
    return new PathReader(ValuePath.parse(path), opener).read(null, new Object[] {root}, null);
  }

  @Test
  void readsFieldsOfSuperclassesRecordsPropertiesAndMethods() throws Throwable {
    assertThat(read("arg0.hidden", new Sub())).isEqualTo("deep");
    assertThat(read("arg0.title", new Sub())).isEqualTo("title");
    assertThat(read("arg0.ready", new Sub())).isEqualTo(true);
    assertThat(read("arg0.plain", new Sub())).isEqualTo("called");
    assertThat(read("arg0.plain()", new Sub())).isEqualTo("called");
    assertThat(read("arg0.next.x", new Point(1, new Point(2, null)))).isEqualTo(2);
    assertThat(read("arg0.length", new int[7])).isEqualTo(7);
  }

  @Test
  void readsPublicMethodsOfHiddenJdkClassesWithoutOpeningAnything() throws Throwable {
    assertThat(read("arg0.size()", Collections.unmodifiableList(List.of(1, 2)))).isEqualTo(2);
    assertThat(read("arg0.size()", Map.of("a", 1).entrySet())).isEqualTo(1);
    assertThat(read("arg0.getName()", Thread.currentThread()))
        .isEqualTo(Thread.currentThread().getName());
    assertThat(opened).isEmpty();
  }

  @Test
  void asksForAModuleToBeOpenedOnlyWhereItMust() {
    assertThatThrownBy(() -> read("arg0.signum", BigInteger.ONE))
        .hasMessage("not opened in this test");
    assertThat(opened).containsExactly(BigInteger.class);
  }

  @Test
  void nullOnTheWayIsNull() throws Throwable {
    assertThat(read("arg0.next.x", new Point(1, null))).isNull();
    assertThat(read("arg0.x", null)).isNull();
  }

  @Test
  void absentMembersAndFailingOnesAreTold() {
    assertThatThrownBy(() -> read("arg0.absent", new Sub()))
        .isInstanceOf(NoSuchFieldException.class)
        .hasMessageContaining("absent of " + Sub.class.getName());
    assertThatThrownBy(() -> read("arg0.nothing()", new Sub()))
        .isInstanceOf(NoSuchFieldException.class);
    assertThatThrownBy(() -> read("arg0.explode()", new Sub())).hasMessage("boom");
    assertThatThrownBy(() -> read("arg1", "only one"))
        .hasMessageContaining("the method has 1 arguments");
  }

  @Test
  void valuesBecomeWhatAttributesMayHold() {
    assertThat(PathReader.toAttribute((short) 3)).isEqualTo(3L);
    assertThat(PathReader.toAttribute(1.5f)).isEqualTo(1.5);
    assertThat(PathReader.toAttribute(Thread.State.BLOCKED)).isEqualTo("BLOCKED");
    assertThat((String) PathReader.toAttribute("x".repeat(999))).hasSize(256);
    assertThat(PathReader.toAttribute(null)).isNull();
  }
}
