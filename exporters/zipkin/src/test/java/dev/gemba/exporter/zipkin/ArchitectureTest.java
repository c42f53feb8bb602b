package dev.gemba.exporter.zipkin;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.gemba.exporter.zipkin", importOptions = DoNotIncludeTests.class)
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
              "dev.gemba.exporter.zipkin",
              "com.fasterxml.jackson.core");

  /** What the application has too, and has the first word on. */
  @ArchTest
  static final ArchRule LEAVES_ALONE_WHAT_THE_JVM_HAS_ONCE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.util.logging..", "java.net.http..")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.net.HttpURLConnection");

  /** Every JVM with Gemba loads it before the application's main method. */
  @ArchTest
  static final ArchRule THE_PROVIDER_KNOWS_NO_LIBRARY =
      noClasses()
          .that()
          .haveSimpleName("ZipkinExporterProvider")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.fasterxml..", "dev.gemba.exporter.http");
}
