package dev.mallbots.load;

import dev.mallbots.platform.fleet.FleetFailure;

/** A process that starts a mall of its own, does one thing with it, and ends with a status. */
final class Program {

    interface Work {
        /** @return whether the result is good */
        boolean isWell(Mall mall) throws Exception;
    }

    private Program() {}

    static void run(Settings settings, Work work) {
        boolean well = false;
        try (Mall mall = new Mall(settings)) {
            mall.open();
            well = work.isWell(mall);
        } catch (FleetFailure e) {
            System.err.println(e.getMessage());
        } catch (Exception e) {
            e.printStackTrace();
        }
        // the clients' threads would keep the process alive
        System.exit(well ? 0 : 1);
    }
}
