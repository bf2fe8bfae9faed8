import java.io.File;
import java.io.FileOutputStream;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.MiniYARNCluster;

/** A real HDFS and a real YARN of one node in one JVM, until its standard input ends. Clients' settings go to the folder named. */
public class MiniCluster {
    private static final String[] TOLD = {
        "fs.defaultFS", "yarn.resourcemanager.address", "yarn.resourcemanager.scheduler.address", "yarn.resourcemanager.webapp.address"
    };

    public static void main(String[] words) throws Exception {
        File folder = new File(words[0]);
        YarnConfiguration settings = new YarnConfiguration();
        settings.set("hdfs.minidfs.basedir", folder + "/dfs");
        MiniDFSCluster files = new MiniDFSCluster.Builder(settings).numDataNodes(1).build();
        settings.set("fs.defaultFS", files.getURI().toString());
        settings.setInt("yarn.scheduler.minimum-allocation-mb", 256);
        settings.setBoolean("yarn.nodemanager.vmem-check-enabled", false);
        settings.set("yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage", "99");
        settings.set("yarn.scheduler.capacity.root.queues", "default");
        settings.set("yarn.scheduler.capacity.root.default.capacity", "100");
        settings.set("yarn.scheduler.capacity.maximum-am-resource-percent", "1.0");
        MiniYARNCluster yarn = new MiniYARNCluster("mini", 1, 1, 1);
        yarn.init(settings);
        yarn.start();
        Configuration told = new Configuration(false);
        for (String name : TOLD) {
            told.set(name, yarn.getConfig().get(name));
        }
        write(told, folder, "yarn-site.xml");
        told.clear();
        told.set("fs.defaultFS", files.getURI().toString());
        write(told, folder, "core-site.xml");
        while (System.in.read() >= 0) {
            // Nothing is said to it: the end is what it waits for.
        }
        System.exit(0);
    }

    private static void write(Configuration told, File folder, String name) throws Exception {
        File made = new File(folder, name + ".tmp");
        try (OutputStream out = new FileOutputStream(made)) {
            told.writeXml(out);
        }
        made.renameTo(new File(folder, name));
    }
}
