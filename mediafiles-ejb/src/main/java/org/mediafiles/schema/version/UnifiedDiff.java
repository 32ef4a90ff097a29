package org.mediafiles.schema.version;

import java.util.ArrayList;
import java.util.List;

/** The difference of two texts, in the form that {@code diff -u} gives. */
public final class UnifiedDiff {
    private static final int CONTEXT = 3;

    private UnifiedDiff() {}

    /** A line and where it stands: in both texts, or only in one. */
    private record Line(char mark, String text, int before, int after) {}

    /** @return no line where the texts have the same lines */
    public static List<String> between(String beforeName, String before, String afterName, String after) {
        List<Line> lines = compare(before.lines().toList(), after.lines().toList());
        List<String> diff = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).mark == ' ') {
                continue;
            }
            int from = Math.max(0, i - CONTEXT);
            int to = end(lines, i);
            diff.add(header(lines.subList(from, to)));
            lines.subList(from, to).forEach(line -> diff.add(line.mark + line.text));
            i = to - 1;
        }
        if (!diff.isEmpty()) {
            diff.addAll(0, List.of("--- " + beforeName, "+++ " + afterName));
        }
        return diff;
    }

    /** Two changes with little between them share a hunk. */
    private static int end(List<Line> lines, int change) {
        int last = change;
        for (int i = change; i < lines.size() && i - last <= 2 * CONTEXT; i++) {
            if (lines.get(i).mark != ' ') {
                last = i;
            }
        }
        return Math.min(lines.size(), last + CONTEXT + 1);
    }

    private static String header(List<Line> hunk) {
        long before = hunk.stream().filter(line -> line.mark != '+').count();
        long after = hunk.stream().filter(line -> line.mark != '-').count();
        return "@@ -" + range(hunk.get(0).before, before) + " +" + range(hunk.get(0).after, after) + " @@";
    }

    private static String range(int start, long count) {
        return (count == 0 ? start - 1 : start) + (count == 1 ? "" : "," + count);
    }

    private static List<Line> compare(List<String> before, List<String> after) {
        int[][] common = common(before, after);
        List<Line> lines = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
                lines.add(new Line(' ', before.get(i), ++i, ++j));
            } else if (j == after.size() || i < before.size() && common[i + 1][j] >= common[i][j + 1]) {
                lines.add(new Line('-', before.get(i), ++i, j + 1));
            } else {
                lines.add(new Line('+', after.get(j), i + 1, ++j));
            }
        }
        return lines;
    }

    /** @return how many lines both have in common from those positions on */
    private static int[][] common(List<String> before, List<String> after) {
        int[][] common = new int[before.size() + 1][after.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = after.size() - 1; j >= 0; j--) {
                common[i][j] = before.get(i).equals(after.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }
}
