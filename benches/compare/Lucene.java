import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import java.util.concurrent.*;
import java.util.stream.*;
import org.apache.lucene.analysis.cjk.CJKAnalyzer;
import org.apache.lucene.document.*;
import org.apache.lucene.index.*;
import org.apache.lucene.search.*;
import org.apache.lucene.store.*;
import org.apache.lucene.util.QueryBuilder;

/** A peer of compare.py, of no use alone: {@code build FOLDER INDEX} or {@code ask INDEX ROUNDS QUERY…}. */
public class Lucene {
    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("build")) {
            build(Path.of(arguments[1]), Path.of(arguments[2]));
        } else {
            ask(Path.of(arguments[1]), Integer.parseInt(arguments[2]), List.of(arguments).subList(3, arguments.length));
        }
    }

    static void build(Path folder, Path index) throws Exception {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile).sorted().collect(Collectors.toList());
        }
        var config = new IndexWriterConfig(new CJKAnalyzer()).setRAMBufferSizeMB(256);
        int threads = Runtime.getRuntime().availableProcessors();
        try (var directory = FSDirectory.open(index); var writer = new IndexWriter(directory, config)) {
            var pool = Executors.newFixedThreadPool(threads);
            var done = new ArrayList<Future<?>>();
            for (Path file : files) {
                done.add(pool.submit(() -> {
                    var document = new Document();
                    document.add(new StringField("path", file.toString(), Field.Store.YES));
                    var text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
                    document.add(new TextField("body", text, Field.Store.YES));
                    return writer.addDocument(document);
                }));
            }
            for (Future<?> one : done) {
                one.get();
            }
            pool.shutdown();
        }
    }

    static void ask(Path index, int rounds, List<String> queries) throws IOException {
        var builder = new QueryBuilder(new CJKAnalyzer());
        try (var reader = DirectoryReader.open(FSDirectory.open(index))) {
            var searcher = new IndexSearcher(reader);
            searcher.setQueryCache(null);
            for (String text : queries) {
                Query query = builder.createPhraseQuery("body", text);
                int found = searcher.count(query);
                // The compiler of the machine warms up; then the median is taken.
                for (int round = 0; round < 50; round++) {
                    searcher.count(query);
                }
                double[] times = new double[rounds];
                for (int round = 0; round < rounds; round++) {
                    long started = System.nanoTime();
                    searcher.count(query);
                    times[round] = (System.nanoTime() - started) / 1e6;
                }
                Arrays.sort(times);
                System.out.println(found + "\t" + times[rounds / 2]);
            }
        }
    }
}
