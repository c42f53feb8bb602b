package dev.gemba.exporter.otlp;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "dev.gemba.exporter.otlp",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

  @ArchTest
  static final ArchRule DEPENDS_ON_THE_API_AND_ITS_OWN_LIBRARY_ONLY =
      classes()
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "java..",
                  "javax.net.ssl..",
                  "dev.gemba.api.export..",
                  "dev.gemba.exporter.otlp..",
                  "dev.gemba.exporter.opentelemetry",
                  "io.opentelemetry..",
                  "okhttp3..",
                  "one.proto"));

  @ArchTest
  static final ArchRule NEVER_REACHES_JAVA_LOGGING =
      noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging..");

  /**
   * What the provider touches is loaded by Gemba's loader, where the libraries must stay asleep.
   */
  @ArchTest
  static final ArchRule THE_PROVIDER_KNOWS_NO_LIBRARY =
      noClasses()
          .that()
          .haveSimpleName("OtlpExporterProvider")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.opentelemetry..", "okhttp3..");
}
