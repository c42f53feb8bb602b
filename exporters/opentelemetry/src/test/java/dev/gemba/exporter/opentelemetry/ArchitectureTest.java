package dev.gemba.exporter.opentelemetry;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "dev.gemba.exporter.opentelemetry",
    importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule DEPENDS_ON_THE_EXPORTER_API_AND_OPENTELEMETRYS_DATA_ONLY =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "dev.gemba.api.export",
              "dev.gemba.exporter.opentelemetry..",
              "io.opentelemetry.api..",
              "io.opentelemetry.sdk..");

  @ArchTest
  static final ArchRule NEVER_REACHES_JAVA_LOGGING =
      noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging..");

  /** Gemba's loader loads it, where the libraries must stay asleep. */
  @ArchTest
  static final ArchRule THE_LOADER_KNOWS_NO_LIBRARY =
      noClasses()
          .that()
          .haveSimpleName("QuietLoader")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.opentelemetry..");
}
