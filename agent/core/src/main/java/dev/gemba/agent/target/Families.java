package dev.gemba.agent.target;

import java.util.HashMap;
import java.util.Map;

/**
 * Classes that are known by their names: those never woven whatever a pattern says, and those of
 * the JDK, which only an explicit package reaches.
 */
final class Families {
  /** What {@link #kindOf} answers for a name that may be woven like any other. */
  static final int OPEN = 0;

  static final int JDK = 1;
  static final int GEMBA = 2;
  static final int OTHER_AGENT = 3;
  static final int HIDDEN = 4;

  /** Weaving these would weave the agent into itself. */
  private static final String[] GEMBA_PACKAGES = {
    "dev/gemba/agent/",
    "dev/gemba/api/",
    "dev/gemba/bootstrap/",
    "dev/gemba/cli/",
    "dev/gemba/exporter/",
    "dev/gemba/premain/"
  };

  /** Weaving these would fight another agent over its own code, or weave the weaver. */
  private static final String[] AGENT_PACKAGES = {
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
    "rocks/inspectit/"
  };

  /**
   * Packages of JDK 17 to 25 and of what it generates. {@code javax} and {@code com.sun} are listed
   * one by one, since libraries live there too ({@code javax.servlet}, {@code com.sun.mail}).
   */
  private static final String[] JDK_PACKAGES = {
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
    "org/xml/sax/"
  };

  /**
   * What OpenTelemetry's agent has current, where Gemba meets it: reached as a class of the JDK is.
   */
  private static final String OTHER_CONTEXT =
      "io/opentelemetry/javaagent/shaded/io/opentelemetry/context/";

  private static final PrefixSet KNOWN = known();

  private Families() {}

  private static PrefixSet known() {
    Map<String, Integer> kinds = new HashMap<>();
    for (String prefix : GEMBA_PACKAGES) {
      kinds.put(prefix, GEMBA);
    }
    for (String prefix : AGENT_PACKAGES) {
      kinds.put(prefix, OTHER_AGENT);
    }
    for (String prefix : JDK_PACKAGES) {
      kinds.put(prefix, JDK);
    }
    kinds.put(OTHER_CONTEXT, JDK);
    return new PrefixSet(kinds);
  }

  /** Which kind of class has this internal name; allocates nothing. */
  static int kindOf(String internalName) {
    if (isHidden(internalName)) {
      return HIDDEN;
    }
    int index = KNOWN.indexOf(internalName);
    return index < 0 ? OPEN : KNOWN.kind(index);
  }

  /** Why no class of this kind is ever woven, or null if one may be. */
  static String whyNever(int kind, String internalName) {
    return switch (kind) {
      case GEMBA -> "part of Gemba";
      case OTHER_AGENT -> "part of another agent: ".concat(packagesOf(internalName));
      case HIDDEN -> "a hidden class";
      default -> null;
    };
  }

  private static String packagesOf(String internalName) {
    return KNOWN.prefix(KNOWN.indexOf(internalName)).replace('/', '.').concat(".*");
  }

  static boolean isJdk(String internalName) {
    return kindOf(internalName) == JDK;
  }

  /**
   * Whether the name has the suffix that the JVM gives to hidden classes ({@code /0x…}, within the
   * JVM {@code +0x…}), or is a lambda's.
   */
  private static boolean isHidden(String name) {
    for (int i = name.length() - 1; i >= 0; i--) {
      char c = name.charAt(i);
      if (c == '/') {
        return name.startsWith("0x", i + 1);
      }
      if ((c == '+' && name.startsWith("0x", i + 1))
          || (c == '$' && name.startsWith("$$Lambda", i))) {
        return true;
      }
    }
    return false;
  }

  /** Whether the glob can match any name of the JDK; false is certain, true is not. */
  static boolean reachesJdk(NameGlob glob) {
    // a name without a package can mean java.lang, and only prefixes of whole segments are compared
    String prefix = glob.literalPrefix();
    return glob.isSimple() || KNOWN.overlaps(prefix.substring(0, prefix.lastIndexOf('/') + 1), JDK);
  }
}
