package dev.gemba.http.server;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.function.IntSupplier;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.webresources.TomcatURLStreamHandlerFactory;

/** Tomcat, from 9 on. */
public final class TomcatContainer implements IntSupplier {

  private final Tomcat tomcat = new Tomcat();

  /** Starts it. */
  public TomcatContainer() throws IOException, LifecycleException, ClassNotFoundException {
    // A process has but one, and there are several Tomcats.
    TomcatURLStreamHandlerFactory.disable();
    File directory = Files.createTempDirectory("tomcat").toFile();
    directory.deleteOnExit();
    tomcat.setBaseDir(directory.getPath());
    tomcat.getEngine().setName("Tomcat" + System.identityHashCode(this));
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    Context context = tomcat.addContext("", directory.getPath());
    context.setParentClassLoader(TomcatContainer.class.getClassLoader());
    context.addApplicationListener(Shops.listener().getName());
    tomcat.start();
  }

  @Override
  public int getAsInt() {
    return tomcat.getConnector().getLocalPort();
  }
}
