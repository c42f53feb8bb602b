package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code java -javaagent:gemba.jar=gemba.yaml -jar anything.jar} on applications that nobody here
 * wrote.
 */
class ThirdPartyIT {

  @TempDir private Path directory;
  private Path output;

  @BeforeEach
  void nameTheOutput() {
    output = directory.resolve("out");
  }

  @OnEveryJdk
  void aFormatterOfJavaSources(Jdk jdk) throws Exception {
    Path jar = Jars.thirdParty("google-java-format-all-deps.jar");
    String[] files = {
      source("One.java", "class One{int x ;void f( int a){ if(a>0){x=a ;} } }"),
      source("Two.java", "import java.util.List; enum Two { A,B{ int y;} }"),
      source("Three.java", "record Three(int  a,\nString b) { Three{ } }"),
      source("Broken.java", "class Broken { this is no Java }")
    };
    Ended without = ForkedJvm.on(jdk).jar(jar, files).run().exitedWith(1);

    Ended woven =
        ForkedJvm.on(jdk)
            .options("-Xverify:all")
            .gemba(
                directory,
                ConfigText.measuring(output, "timing", "com.google.googlejavaformat..*.*(..)"))
            .jar(jar, files)
            .run();

    woven.sameAs(without).sameErrorsAs(without);
    ExportedMetrics metrics = ExportedMetrics.in(output).assertNoGembaErrors();
    assertThat(metrics.callsByOutcome("FormatFileCallable.call"))
        .as("%s", metrics)
        .isEqualTo(Map.of("", 4L));
    assertThat(
            metrics.calls(
                "Formatter.format", "com.google.googlejavaformat.java.FormatterException"))
        .isEqualTo(1);
  }

  @OnEveryJdk
  void aDecompilerWithEverythingWoven(Jdk jdk) throws Exception {
    Path jar = Jars.thirdParty("cfr.jar");
    String subject = extracted(jar, "org/benf/cfr/reader/bytecode/CodeAnalyser.class");
    Ended without = ForkedJvm.on(jdk).jar(jar, subject).run().exitedWith(0);

    String config =
        "sampling: { keep: 100% }\n"
            + ConfigText.measuring(
                output, "span", "org.benf.cfr..*.*(..)", "org.benf.cfr..*.new(..)");
    Ended woven =
        ForkedJvm.on(jdk).options("-Xverify:all").gemba(directory, config).jar(jar, subject).run();

    woven.sameAs(without).sameErrorsAs(without);
    ExportedMetrics metrics = ExportedMetrics.in(output).assertNoGembaErrors();
    assertThat(metrics.callsByOutcome("Main.main")).as("%s", metrics).isEqualTo(Map.of("", 1L));
    assertThat(metrics.spans()).as("%s", metrics.drops()).isNotEmpty();
  }

  private String extracted(Path jar, String entry) throws Exception {
    try (FileSystem files = FileSystems.newFileSystem(jar)) {
      return Files.copy(files.getPath(entry), directory.resolve("Subject.class")).toString();
    }
  }

  private String source(String name, String text) throws Exception {
    return Files.writeString(directory.resolve(name), text).toString();
  }
}
