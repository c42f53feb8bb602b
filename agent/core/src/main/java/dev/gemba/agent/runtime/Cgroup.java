package dev.gemba.agent.runtime;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where a control group of this process is to be seen, and the groups that it is in, up to the
 * outermost that is seen: a limit of any of them holds.
 *
 * @param version 1 or 2
 * @param groups the process's own first
 */
record Cgroup(int version, List<File> groups) {

  Cgroup {
    groups = List.copyOf(groups);
  }

  /**
   * Finds the group by which a resource is controlled.
   *
   * @param root of the file system
   * @param controller {@code cpu} or {@code memory}
   * @return null if there is none
   */
  static Cgroup of(File root, String controller) {
    List<String> mounts = KernelFile.lines(new File(root, "proc/self/mountinfo"));
    List<String> memberships = KernelFile.lines(new File(root, "proc/self/cgroup"));
    Cgroup first = find(root, 1, controller, mounts, memberships);
    return first != null ? first : find(root, 2, "", mounts, memberships);
  }

  /** Lines of {@code cgroup}: {@code 4:memory:/path}, of version 2 {@code 0::/path}. */
  private static Cgroup find(
      File root, int version, String controller, List<String> mounts, List<String> memberships) {
    for (String membership : memberships) {
      String[] parts = membership.split(":", 3);
      if (parts.length == 3 && Arrays.asList(parts[1].split(",")).contains(controller)) {
        for (String mount : mounts) {
          Cgroup found = seenAt(root, version, controller, mount, parts[2]);
          if (found != null) {
            return found;
          }
        }
      }
    }
    return null;
  }

  /**
   * Lines of {@code mountinfo}: {@code 36 35 98:0 /root /mount/point options - type source
   * options}, with any number of fields before the dash.
   */
  private static Cgroup seenAt(
      File root, int version, String controller, String mount, String path) {
    String[] halves = mount.split(" - ", 2);
    String[] left = halves[0].split(" ");
    String[] right = halves.length == 2 ? halves[1].split(" ") : new String[0];
    if (left.length < 5 || right.length < 3) {
      return null;
    }
    boolean isIt =
        version == 2
            ? right[0].equals("cgroup2")
            : right[0].equals("cgroup") && Arrays.asList(right[2].split(",")).contains(controller);
    if (!isIt) {
      return null;
    }
    File top = new File(root, left[4]);
    List<File> groups = new ArrayList<>();
    // A container sees its own group as the top, whatever the group is called outside.
    for (String inside = insideOf(left[3], path); !inside.isEmpty(); inside = parentOf(inside)) {
      File group = new File(top, inside);
      if (group.isDirectory()) {
        groups.add(group);
      }
    }
    groups.add(top);
    return top.isDirectory() ? new Cgroup(version, groups) : null;
  }

  /** Without a slash at the end, so that the top is the empty text. */
  private static String insideOf(String mounted, String path) {
    String inside =
        path.equals(mounted) || path.startsWith("/..")
            ? ""
            : mounted.equals("/")
                ? path
                : path.startsWith(mounted + "/") ? path.substring(mounted.length()) : "";
    return inside.equals("/") ? "" : inside;
  }

  private static String parentOf(String inside) {
    return inside.substring(0, inside.lastIndexOf('/'));
  }

  File own() {
    return groups.get(0);
  }
}
