package dev.gemba.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import picocli.CommandLine.IVersionProvider;

/**
 * Reads the version from the manifest of the jar that was started. The class's own package does not
 * know it, for the isolated loader reads classes from within that jar.
 */
final class Version implements IVersionProvider {

  /** {@code Implementation-Title} in the manifest of the product's jar. */
  private static final String TITLE = "Gemba";

  @Override
  public String[] getVersion() throws IOException {
    return new String[] {
      "gemba " + product(), "Java " + System.getProperty("java.runtime.version")
    };
  }

  private static String product() throws IOException {
    for (URL url : Collections.list(ClassLoader.getSystemResources("META-INF/MANIFEST.MF"))) {
      try (InputStream in = url.openStream()) {
        Attributes manifest = new Manifest(in).getMainAttributes();
        String version = manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION);
        if (version != null
            && TITLE.equals(manifest.getValue(Attributes.Name.IMPLEMENTATION_TITLE))) {
          return version;
        }
      }
    }
    return "(development build)";
  }
}
