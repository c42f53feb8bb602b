package dev.gemba.premain;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Loads the agent and its libraries from where no other loader looks: the jar holds each library in
 * a folder {@code isolated/NAME/}, with classes named {@code .classdata}. The application can
 * neither see them nor clash with them, and nothing need be renamed. Safe for use by all threads.
 *
 * <p>Public because an agent that leaves makes another of its kind, from within, to push itself out
 * of what the JDK remembers.
 */
public final class IsolatedLoader extends ClassLoader implements Closeable {

  private static final String INDEX = "isolated/index";

  static {
    registerAsParallelCapable();
  }

  private final ZipFile jar;
  private final String[] roots;
  private final Map<String, String> rootOfPackage =
      Collections.synchronizedMap(new HashMap<String, String>());
  private final ProtectionDomain domain;

  /**
   * A loader of what lies isolated in a jar.
   *
   * @throws IOException if the jar cannot be read
   */
  public IsolatedLoader(File file, ClassLoader parent) throws IOException {
    super(parent);
    this.jar = new ZipFile(file);
    this.roots = rootsOf(jar);
    CodeSource source =
        new CodeSource(file.toURI().toURL(), (java.security.cert.Certificate[]) null);
    this.domain = new ProtectionDomain(source, null, this, null);
  }

  /**
   * Leaves one class of the JDK to others: libraries that find {@code sun.misc.Unsafe} use it where
   * they need not, and JDK 24 and later then print a warning in the application's name.
   */
  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.equals("sun.misc.Unsafe")) {
      throw new ClassNotFoundException(name);
    }
    return super.loadClass(name, resolve);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    String path = name.replace('.', '/') + ".classdata";
    int dot = name.lastIndexOf('.');
    String packageName = dot < 0 ? "" : name.substring(0, dot);
    ZipEntry entry = entryOf(path, packageName);
    if (entry == null) {
      throw new ClassNotFoundException(name);
    }
    try {
      byte[] bytes = read(jar, entry);
      return define(name, bytes);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  /**
   * While a class is read and defined, the JVM may ask transformers about others, among them
   * Gemba's own, which may need this very class and have it loaded first, on the same thread.
   */
  private Class<?> define(String name, byte[] bytes) {
    try {
      return defineClass(name, bytes, 0, bytes.length, domain);
    } catch (LinkageError e) {
      Class<?> meanwhile = findLoadedClass(name);
      if (meanwhile == null) {
        throw e;
      }
      return meanwhile;
    }
  }

  /** Closes the jar: what is loaded goes on, nothing more is found. */
  @Override
  public void close() throws IOException {
    jar.close();
  }

  @Override
  protected URL findResource(String name) {
    for (String root : roots) {
      ZipEntry entry = jar.getEntry(root + stored(name));
      if (entry != null) {
        return urlOf(entry);
      }
    }
    return null;
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    List<URL> found = new ArrayList<>();
    for (String root : roots) {
      ZipEntry entry = jar.getEntry(root + stored(name));
      if (entry != null) {
        found.add(urlOf(entry));
      }
    }
    return Collections.enumeration(found);
  }

  /** Most packages lie in one library; it is asked first once it is known. */
  private ZipEntry entryOf(String path, String packageName) {
    String known = rootOfPackage.get(packageName);
    ZipEntry entry = known == null ? null : jar.getEntry(known + path);
    for (int i = 0; entry == null && i < roots.length; i++) {
      entry = jar.getEntry(roots[i] + path);
      if (entry != null) {
        rootOfPackage.put(packageName, roots[i]);
      }
    }
    return entry;
  }

  private static byte[] read(ZipFile jar, ZipEntry entry) throws IOException {
    try (InputStream in = jar.getInputStream(entry)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream(Math.max(512, (int) entry.getSize()));
      byte[] buffer = new byte[8192];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
      }
      return out.toByteArray();
    }
  }

  /** A URL that reads through this loader's open jar: the JDK's own would open and keep another. */
  private URL urlOf(final ZipEntry entry) {
    try {
      return new URL(null, "gemba:" + entry.getName(), new EntryHandler(entry));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String stored(String name) {
    return name.endsWith(".class") ? name + "data" : name;
  }

  /** The folders that libraries lie in, as the build has listed them. */
  private static String[] rootsOf(ZipFile jar) throws IOException {
    ZipEntry index = jar.getEntry(INDEX);
    if (index == null) {
      throw new IOException("found no " + INDEX + " in " + jar.getName());
    }
    return new String(read(jar, index), StandardCharsets.US_ASCII).trim().split("\n");
  }

  private final class EntryHandler extends URLStreamHandler {
    private final ZipEntry entry;

    EntryHandler(ZipEntry entry) {
      this.entry = entry;
    }

    @Override
    protected URLConnection openConnection(URL url) {
      return new EntryConnection(url, entry);
    }
  }

  private final class EntryConnection extends URLConnection {
    private final ZipEntry entry;

    EntryConnection(URL url, ZipEntry entry) {
      super(url);
      this.entry = entry;
    }

    @Override
    public void connect() {}

    @Override
    public InputStream getInputStream() throws IOException {
      InputStream in = jar.getInputStream(entry);
      if (in == null) {
        throw new FileNotFoundException(entry.getName());
      }
      return in;
    }
  }
}
