package dev.gemba.agent.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.acme.board.Zoo;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassFileReaderTest {
  private static final byte[] BOARD = ClassFiles.find("com/acme/board/Zoo$BoardService");

  @Test
  void readsWhatTheMatcherNeeds() {
    ClassFacts facts = ClassFileReader.read(BOARD);

    assertThat(facts.name()).isEqualTo("com/acme/board/Zoo$BoardService");
    assertThat(facts.superName()).isEqualTo("java/lang/Object");
    assertThat(facts.majorVersion()).isGreaterThanOrEqualTo(61);
    assertThat(facts.annotations()).containsExactly("Lcom/acme/board/Zoo$Service;");
    assertThat(method(facts, "quiet").annotations()).containsExactly("Lcom/acme/board/Zoo$Quiet;");
    assertThat(method(facts, "load").descriptor()).isEqualTo("()Ljava/lang/String;");
    assertThat(method(facts, "load").codeLength()).isPositive();
    assertThat(method(facts, "nothing").hasCode()).isFalse();
    assertThat(method(facts, "nothing").codeLength()).isZero();
    assertThat(ClassFiles.facts(Zoo.BasePlugin.class).interfaces())
        .containsExactly("com/acme/board/Zoo$Plugin");
    assertThat(ClassFiles.facts(Zoo.Plugin.class).isInterface()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Lcom/acme/board/Zoo$Service;", "Lcom/acme/board/Zoo$Quiet;", "load", "nothing"})
  void findsWhatAClassFileMentions(String text) {
    assertThat(ClassFileReader.mentions(BOARD, text)).isTrue();
    assertThat(ClassFileReader.mentions(BOARD, text + "x")).isFalse();
    assertThat(ClassFileReader.mentions(BOARD, "x" + text.substring(1))).isFalse();
  }

  @Property
  void looksForMentionsInAnyBytes(@ForAll byte[] bytes, @ForAll @IntRange(max = 500) int cut) {
    assertThat(ClassFileReader.mentions(bytes, "Ldev/gemba/api/Measured;")).isFalse();
    byte[] head = java.util.Arrays.copyOf(BOARD, Math.min(cut, BOARD.length));
    assertThat(ClassFileReader.mentions(head, "Ldev/gemba/api/Measured;")).isFalse();
  }

  @Test
  void findsWhatAnyClassOfTheJdkMentions() {
    for (Class<?> type : List.of(String.class, java.util.HashMap.class, Math.class)) {
      String name = type.getName().replace('.', '/');
      assertThat(ClassFileReader.mentions(ClassFiles.find(name), name)).as(name).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"getTitle", "size", "weights", "getCount"})
  void tellsGetters(String name) {
    assertThat(method(ClassFileReader.read(BOARD), name).body()).isEqualTo(MethodFacts.Body.GETTER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"setTitle", "withSize", "setWeights", "setCount"})
  void tellsSetters(String name) {
    assertThat(method(ClassFileReader.read(BOARD), name).body()).isEqualTo(MethodFacts.Body.SETTER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"load", "hooked", "later", "one", "<init>"})
  void takesNothingElseForAnAccessor(String name) {
    assertThat(method(ClassFileReader.read(BOARD), name).body()).isEqualTo(MethodFacts.Body.CODE);
  }

  @Test
  void readsTheSameHeaderWithoutMethods() {
    ClassFacts whole = ClassFileReader.read(BOARD);

    assertThat(ClassFileReader.readHeader(BOARD))
        .isEqualTo(
            new ClassFacts(
                whole.majorVersion(),
                whole.accessFlags(),
                whole.name(),
                whole.superName(),
                whole.interfaces(),
                whole.annotations(),
                List.of()));
  }

  @Test
  void readsEveryClassOfTheRunningJdk() throws IOException {
    Path modules = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules");
    List<Path> files;
    try (Stream<Path> all = Files.walk(modules)) {
      files = all.filter(file -> file.toString().endsWith(".class")).toList();
    }
    assertThat(files).hasSizeGreaterThan(5_000);
    for (Path file : files) {
      String inModule = file.subpath(2, file.getNameCount()).toString();
      String name = inModule.substring(0, inModule.length() - ".class".length());
      assertThat(ClassFileReader.read(Files.readAllBytes(file)).name()).isEqualTo(name);
      if (name.indexOf('/') > 0) {
        assertThat(Families.isJdk(name)).as(name).isTrue();
      }
    }
  }

  @Test
  void readsEveryClassOfTheLibrariesAtHand() throws IOException {
    int read = 0;
    for (String entry :
        System.getProperty("java.class.path").split(System.getProperty("path.separator"))) {
      if (entry.endsWith(".jar")) {
        read += readAll(entry);
      }
    }
    assertThat(read).isGreaterThan(2_000);
  }

  private static int readAll(String jarPath) throws IOException {
    int read = 0;
    try (JarFile jar = new JarFile(jarPath)) {
      for (JarEntry entry : jar.stream().toList()) {
        if (entry.getName().endsWith(".class")) {
          byte[] classFile = jar.getInputStream(entry).readAllBytes();
          assertThat(entry.getName()).endsWith(ClassFileReader.read(classFile).name() + ".class");
          read++;
        }
      }
    }
    return read;
  }

  @Test
  void agreesWithReflection() throws ClassNotFoundException {
    List<Class<?>> types = new ArrayList<>(ClassFiles.nested(Zoo.class));
    for (String name :
        List.of(
            "java.util.HashMap",
            "java.util.stream.Stream",
            "java.util.concurrent.ConcurrentHashMap",
            "java.lang.String",
            "java.time.LocalDate",
            "org.assertj.core.api.AbstractAssert")) {
      types.add(Class.forName(name));
    }
    for (Class<?> type : types) {
      ClassFacts facts = ClassFiles.facts(type);
      List<String> read = new ArrayList<>();
      for (MethodFacts method : facts.methods()) {
        if (!method.isStaticInitializer()) {
          read.add(
              method.name()
                  + ParameterPattern.count(method.descriptor())
                  + " "
                  + method.accessFlags());
        }
      }
      List<String> reflected = new ArrayList<>();
      for (Method method : type.getDeclaredMethods()) {
        reflected.add(method.getName() + method.getParameterCount() + " " + method.getModifiers());
      }
      for (Constructor<?> constructor : type.getDeclaredConstructors()) {
        reflected.add(
            "<init>" + constructor.getParameterCount() + " " + constructor.getModifiers());
      }
      assertThat(read).as(type.getName()).containsExactlyInAnyOrderElementsOf(reflected);
    }
  }

  @Test
  void toleratesNewerVersions() {
    byte[] newer = BOARD.clone();
    newer[6] = 1;
    newer[7] = 44;

    assertThat(ClassFileReader.read(newer).majorVersion()).isEqualTo(300);
    assertThat(ClassFileReader.read(newer).methods())
        .hasSameSizeAs(ClassFileReader.read(BOARD).methods());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void readsTheFirstClassFilesWithTheirNarrowCode(int minor) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(0xCAFEBABE);
    out.writeShort(minor);
    out.writeShort(45);
    out.writeShort(6);
    for (String text : List.of("Größe", "run", "()V", "Code")) {
      out.writeByte(1);
      out.writeUTF(text);
    }
    out.writeByte(7); // constant 5: class of constant 1
    out.writeShort(1);
    for (int value : new int[] {1, 5, 0, 0, 0, 1, 1, 2, 3, 1, 4}) { // flags to the Code attribute
      out.writeShort(value);
    }
    boolean narrow = minor < 3;
    out.writeInt(narrow ? 9 : 13);
    out.write(narrow ? new byte[] {0, 1, 0, 1} : new byte[] {0, 0, 0, 1, 0, 0, 0, 1});
    out.writeByte(0xB1);
    out.writeInt(0); // no handlers, no attributes
    out.writeShort(0);

    ClassFacts facts = ClassFileReader.read(bytes.toByteArray());

    assertThat(facts.name()).isEqualTo("Größe");
    assertThat(facts.superName()).isNull();
    assertThat(method(facts, "run").codeLength()).isEqualTo(1);
  }

  @Test
  void refusesWhatIsNoClassFile() {
    assertThatThrownBy(() -> ClassFileReader.read(new byte[0]))
        .isInstanceOf(MalformedClassException.class);
    assertThatThrownBy(() -> ClassFileReader.read(new byte[100]))
        .isInstanceOf(MalformedClassException.class)
        .hasMessageContaining("0xCAFEBABE");
  }

  @Property(tries = 500)
  void refusesEveryCut(@ForAll @IntRange(min = 0, max = 2_000) int length) {
    byte[] cut = java.util.Arrays.copyOf(BOARD, Math.min(length, BOARD.length - 1));

    assertThatThrownBy(() -> ClassFileReader.read(cut)).isInstanceOf(MalformedClassException.class);
  }

  @Property(tries = 2_000)
  void failsInOneWayOnlyOnBytesThatLie(
      @ForAll @IntRange(min = 0, max = 100_000) int place,
      @ForAll byte first,
      @ForAll byte second) {
    byte[] damaged = BOARD.clone();
    damaged[place % damaged.length] = first;
    damaged[(place * 31) % damaged.length] = second;
    try {
      ClassFacts facts = ClassFileReader.read(damaged);
      TargetRule rule =
          new TargetRule(
              0,
              List.of(
                  MethodPattern.parse("@A *(.., int[], ..)"),
                  MethodPattern.parse("*.*(.., String, *)")),
              List.of());
      TargetMatcher.of(List.of(rule)).match(facts, name -> null);
    } catch (MalformedClassException expected) {
      assertThat(expected).hasMessageMatching("(?s).+");
    }
  }

  private static MethodFacts method(ClassFacts facts, String name) {
    return facts.methods().stream().filter(m -> m.name().equals(name)).findFirst().orElseThrow();
  }
}
