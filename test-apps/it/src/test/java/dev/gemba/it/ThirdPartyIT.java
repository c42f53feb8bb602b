package dev.gemba.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    List<String> arguments = List.of(jar.toString(), "org.benf.cfr.reader.Main");
    Ended without =
        ForkedJvm.on(jdk).jar(jar, arguments.toArray(String[]::new)).run().exitedWith(0);

    Ended woven =
        ForkedJvm.on(jdk)
            .options("-Xverify:all")
            .gemba(
                directory,
                ConfigText.measuring(
                    output, "span", "org.benf.cfr..*.*(..)", "org.benf.cfr..*.new(..)"))
            .jar(jar, arguments.toArray(String[]::new))
            .run();

    woven.sameAs(without).sameErrorsAs(without);
    ExportedMetrics metrics = ExportedMetrics.in(output).assertNoGembaErrors();
    assertThat(metrics.callsByOutcome("Main.main")).as("%s", metrics).isEqualTo(Map.of("", 1L));
    assertThat(metrics.spans()).isNotEmpty();
  }

  private String source(String name, String text) throws Exception {
    return Files.writeString(directory.resolve(name), text).toString();
  }
}
