package dev.mallbots.load;

import java.util.ArrayList;
import java.util.List;

/** A straight line through points, by least squares. */
final class Line {

    private record Point(double x, double y) {}

    private final List<Point> points = new ArrayList<>();

    synchronized void add(double x, double y) {
        points.add(new Point(x, y));
    }

    /** 0 if there are too few points. */
    synchronized double slope() {
        if (points.size() < 3) {
            return 0;
        }
        double meanX = points.stream().mapToDouble(Point::x).average().orElseThrow();
        double meanY = points.stream().mapToDouble(Point::y).average().orElseThrow();
        double covariance = points.stream()
                .mapToDouble(point -> (point.x() - meanX) * (point.y() - meanY))
                .sum();
        double variance = points.stream()
                .mapToDouble(point -> (point.x() - meanX) * (point.x() - meanX))
                .sum();
        return covariance / variance;
    }
}
