package dev.gemba.http.server;

import io.undertow.Undertow;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import java.net.InetSocketAddress;
import java.util.EventListener;
import java.util.function.IntSupplier;

/** Undertow, from 2 on. */
public final class UndertowContainer implements IntSupplier {

  private static final int WORKERS = 4;

  private final Undertow undertow;

  /** Starts it. */
  public UndertowContainer() throws Exception {
    DeploymentInfo shop =
        Servlets.deployment()
            .setClassLoader(UndertowContainer.class.getClassLoader())
            .setContextPath("")
            .setDeploymentName("shop")
            .addListener(Servlets.listener(Shops.listener().asSubclass(EventListener.class)));
    DeploymentManager manager = Servlets.defaultContainer().addDeployment(shop);
    manager.deploy();
    undertow =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setIoThreads(2)
            .setWorkerThreads(WORKERS)
            .setHandler(manager.start())
            .build();
    undertow.start();
  }

  @Override
  public int getAsInt() {
    return ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
  }
}
