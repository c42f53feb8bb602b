package dev.gemba.webapp;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the shop; {@code --server.port=N} says where. */
@SpringBootApplication
public class WebApplication {

  /** See the class. */
  public static void main(String[] arguments) {
    SpringApplication.run(WebApplication.class, arguments);
  }
}
