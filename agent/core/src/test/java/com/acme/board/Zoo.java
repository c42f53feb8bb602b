package com.acme.board;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What the matcher is tried on: an application's classes, since Gemba's own are never matched. */
public final class Zoo {
  private Zoo() {}

  @Retention(RetentionPolicy.RUNTIME)
  public @interface Hook {
    String[] names() default {};

    Deep deep() default @Deep(kinds = {String.class, int.class});
  }

  @Retention(RetentionPolicy.RUNTIME)
  public @interface Deep {
    Class<?>[] kinds() default {};

    RetentionPolicy policy() default RetentionPolicy.CLASS;

    long number() default 42;
  }

  /** Counts as {@link Hook}, in two steps. */
  @Retention(RetentionPolicy.RUNTIME)
  @Hook
  public @interface Business {}

  @Retention(RetentionPolicy.RUNTIME)
  @Business
  public @interface VeryBusiness {}

  @Retention(RetentionPolicy.RUNTIME)
  @Tail
  public @interface Head {}

  /** Closes a circle of annotations. */
  @Retention(RetentionPolicy.RUNTIME)
  @Head
  public @interface Tail {}

  /** Kept in the class file, unknown to reflection. */
  @Retention(RetentionPolicy.CLASS)
  @Target(ElementType.METHOD)
  public @interface Quiet {}

  @Retention(RetentionPolicy.RUNTIME)
  public @interface Service {}

  @Service
  public static class BoardService {
    private static int count;
    private String title;
    private long size;
    private double[] weights;

    public BoardService() {}

    @Hook(
        names = {"a", "b"},
        deep = @Deep(policy = RetentionPolicy.SOURCE, number = 7))
    public BoardService(String title) {
      this.title = title;
    }

    public String load() {
      return load("none");
    }

    public String load(String id) {
      return id + title;
    }

    public String load(int page, String... ids) {
      return page + String.join(",", ids);
    }

    public List<String> loadAll(Map.Entry<String, Integer> entry, int[][] cells, List<Tag> tags) {
      return List.of(entry.getKey(), String.valueOf(cells.length), String.valueOf(tags.size()));
    }

    @Hook
    public void hooked() {
      size++;
    }

    @VeryBusiness
    public void business() {
      size++;
    }

    @Head
    public void circle() {
      size++;
    }

    @Quiet
    public void quiet() {
      size++;
    }

    public Supplier<String> later() {
      return () -> title + size;
    }

    public String getTitle() {
      return title;
    }

    public void setTitle(String title) {
      this.title = title;
    }

    @Hook
    public long size() {
      return size;
    }

    public BoardService withSize(long size) {
      this.size = size;
      return this;
    }

    public double[] weights() {
      return weights;
    }

    public void setWeights(double[] weights) {
      this.weights = weights;
    }

    public static int getCount() {
      return count;
    }

    public static void setCount(int count) {
      BoardService.count = count;
    }

    public int one() {
      return 1;
    }

    public native void nothing();

    public static class Inner {
      public void load() {
        count++;
      }

      public static class Innermost {
        public void load() {
          count++;
        }
      }
    }
  }

  public record Tag(String name) {}

  public interface Plugin {
    void onStart();

    default void onStop() {
      of().onStart();
    }

    static Plugin of() {
      return new PrintPlugin();
    }
  }

  public abstract static class BasePlugin implements Plugin {
    public abstract void onPause();
  }

  public static class PrintPlugin extends BasePlugin {
    @Override
    public void onStart() {
      BoardService.count++;
    }

    @Override
    public void onPause() {
      BoardService.count--;
    }

    public void onExtra() {
      BoardService.count *= 2;
    }
  }

  public interface Source<T> {
    T next(T last);
  }

  public static class StringSource implements Source<String> {
    static {
      BoardService.count++;
    }

    @Override
    public String next(String last) {
      return last + "!";
    }
  }

  static class Unseen {
    public void run() {
      BoardService.count++;
    }
  }

  /** Has nothing but the bridge that lets others call {@link Unseen#run}. */
  public static class Seen extends Unseen {}

  public static class Threads extends java.util.ArrayList<String> implements Runnable {
    private static final long serialVersionUID = 1L;

    @Override
    public void run() {
      clear();
    }
  }
}
