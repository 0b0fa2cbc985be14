package dev.mallbots.load;

import dev.mallbots.platform.fleet.FleetFailure;

/** A process that opens a mall of its own, does one thing in it, and ends with whether that went well. */
final class Program {

    interface Work {
        /** @return whether all is as it should be */
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
        // the clients' threads would keep the process
        System.exit(well ? 0 : 1);
    }
}
