package dev.gemba.exporter.pyroscope;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.gemba.exporter.pyroscope", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule DEPENDS_ON_THE_EXPORTER_API_AND_ITS_OWN_LIBRARIES_ONLY =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "dev.gemba.api.export",
              "dev.gemba.exporter.http",
              "dev.gemba.exporter.pyroscope",
              "one.proto");

  /** Every JVM with Gemba loads it before the application's main method. */
  @ArchTest
  static final ArchRule THE_PROVIDER_KNOWS_NO_LIBRARY =
      noClasses()
          .that()
          .haveSimpleName("PyroscopeExporterProvider")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("one..", "dev.gemba.exporter.http");
}
