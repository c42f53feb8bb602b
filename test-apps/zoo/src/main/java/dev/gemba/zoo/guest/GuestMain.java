package dev.gemba.zoo.guest;

/** The guest as an application of its own, for {@code java -p guest.jar -m dev.gemba.zoo.guest}. */
public final class GuestMain {

  private GuestMain() {}

  /** Prints what the guest says, and the module that it lives in. */
  public static void main(String[] arguments) {
    System.out.println(new Guest().call());
    System.out.println(
        GuestMain.class.getModule() + " " + GuestMain.class.getModule().getDescriptor());
    new Exception("stack").printStackTrace(System.out);
  }
}
