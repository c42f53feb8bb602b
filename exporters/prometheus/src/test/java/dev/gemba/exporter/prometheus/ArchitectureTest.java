package dev.gemba.exporter.prometheus;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.gemba.exporter.prometheus", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule DEPENDS_ON_THE_EXPORTER_API_AND_ITS_OWN_LIBRARY_ONLY =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "dev.gemba.api.export",
              "dev.gemba.exporter.prometheus",
              "io.prometheus.metrics.model..",
              "io.prometheus.metrics.expositionformats",
              "io.prometheus.metrics.config",
              "org.apache.hc.core5.http..");
}
