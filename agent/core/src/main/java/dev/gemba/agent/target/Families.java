package dev.gemba.agent.target;

/**
 * Classes that are known by their names: those never woven whatever a pattern says, and those of
 * the JDK, which only an explicit package reaches.
 */
final class Families {
  /** Weaving these would weave the agent into itself, or fight another agent over its own code. */
  private static final PrefixSet GEMBA =
      new PrefixSet(
          "dev/gemba/agent/",
          "dev/gemba/api/",
          "dev/gemba/bootstrap/",
          "dev/gemba/cli/",
          "dev/gemba/exporter/",
          "dev/gemba/premain/");

  private static final PrefixSet OTHER_AGENTS =
      new PrefixSet(
          "co/elastic/apm/agent/",
          "co/elastic/otel/agent/",
          "com/appdynamics/",
          "com/contrastsecurity/",
          "com/datadog/agent/",
          "com/datadog/appsec/",
          "com/datadog/debugger/",
          "com/datadog/iast/",
          "com/datadog/profiling/",
          "com/dynatrace/",
          "com/instana/",
          "com/jprofiler/",
          "com/lightrun/",
          "com/microsoft/applicationinsights/agent/",
          "com/navercorp/pinpoint/",
          "com/newrelic/agent/",
          "com/newrelic/bootstrap/",
          "com/newrelic/weave/",
          "com/rookout/",
          "com/ruxit/",
          "com/singularity/ee/",
          "com/splunk/opentelemetry/javaagent/",
          "com/taobao/arthas/",
          "com/wily/",
          "com/yourkit/",
          "datadog/communication/",
          "datadog/instrument/",
          "datadog/slf4j/",
          "datadog/trace/",
          "ddtrot/",
          "io/opentelemetry/javaagent/",
          "io/promagent/",
          "io/pyroscope/",
          "kieker/",
          "net/bytebuddy/",
          "one/profiler/",
          "org/apache/skywalking/apm/agent/",
          "org/apache/skywalking/apm/commons/",
          "org/apache/skywalking/apm/dependencies/",
          "org/apache/skywalking/apm/plugin/",
          "org/aspectj/weaver/",
          "org/glowroot/agent/",
          "org/jacoco/agent/",
          "org/jboss/byteman/",
          "rocks/inspectit/");

  /**
   * Packages of JDK 17 to 25 and of what it generates. {@code javax} and {@code com.sun} are listed
   * one by one, since libraries live there too ({@code javax.servlet}, {@code com.sun.mail}).
   */
  private static final PrefixSet JDK =
      new PrefixSet(
          "java/",
          "jdk/",
          "sun/",
          "com/sun/accessibility/",
          "com/sun/beans/",
          "com/sun/crypto/",
          "com/sun/imageio/",
          "com/sun/jarsigner/",
          "com/sun/java/",
          "com/sun/java_cup/",
          "com/sun/jdi/",
          "com/sun/jmx/",
          "com/sun/jndi/",
          "com/sun/management/",
          "com/sun/media/",
          "com/sun/naming/",
          "com/sun/net/",
          "com/sun/nio/",
          "com/sun/org/",
          "com/sun/proxy/",
          "com/sun/rowset/",
          "com/sun/security/",
          "com/sun/source/",
          "com/sun/swing/",
          "com/sun/tools/",
          "com/sun/xml/internal/",
          "javax/accessibility/",
          "javax/annotation/processing/",
          "javax/crypto/",
          "javax/imageio/",
          "javax/lang/model/",
          "javax/management/",
          "javax/naming/",
          "javax/net/",
          "javax/print/",
          "javax/rmi/ssl/",
          "javax/script/",
          "javax/security/auth/",
          "javax/security/cert/",
          "javax/security/sasl/",
          "javax/smartcardio/",
          "javax/sound/",
          "javax/sql/",
          "javax/swing/",
          "javax/tools/",
          "javax/transaction/xa/",
          "javax/xml/XMLConstants",
          "javax/xml/catalog/",
          "javax/xml/crypto/",
          "javax/xml/datatype/",
          "javax/xml/namespace/",
          "javax/xml/parsers/",
          "javax/xml/stream/",
          "javax/xml/transform/",
          "javax/xml/validation/",
          "javax/xml/xpath/",
          "netscape/javascript/",
          "org/ietf/jgss/",
          "org/jcp/xml/",
          "org/w3c/dom/",
          "org/xml/sax/");

  private Families() {}

  /** Why no class of this name is ever woven, or null if one may be. */
  static String whyNever(String internalName) {
    if (GEMBA.prefixOf(internalName) != null) {
      return "part of Gemba";
    }
    String agent = OTHER_AGENTS.prefixOf(internalName);
    if (agent != null) {
      return "part of another agent or its weaver (" + agent.replace('/', '.') + ".*)";
    }
    return isHidden(internalName) ? "a hidden class" : null;
  }

  static boolean isNever(String internalName) {
    return GEMBA.prefixOf(internalName) != null
        || OTHER_AGENTS.prefixOf(internalName) != null
        || isHidden(internalName);
  }

  /** Whether the name has the suffix that the JVM gives to hidden classes, or is a lambda's. */
  private static boolean isHidden(String name) {
    int address = name.lastIndexOf("0x");
    if (address > 0 && "/+.".indexOf(name.charAt(address - 1)) >= 0) {
      return true;
    }
    return name.contains("$$Lambda");
  }

  static boolean isJdk(String internalName) {
    return JDK.prefixOf(internalName) != null;
  }

  /** Whether the glob can match any name of the JDK; false is certain, true is not. */
  static boolean reachesJdk(NameGlob glob) {
    // a name without a package can mean java.lang, and only prefixes of whole segments are compared
    String prefix = glob.literalPrefix();
    return glob.isSimple() || JDK.overlaps(prefix.substring(0, prefix.lastIndexOf('/') + 1));
  }
}
