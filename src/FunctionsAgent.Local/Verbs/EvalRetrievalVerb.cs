using System;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Text.Json.Nodes;
using FunctionsAgent.Evaluation;
using FunctionsAgent.Knowledge;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>eval retrieval</c>: how well and how fast the knowledge index finds documents; no instance is needed.</summary>
internal static class EvalRetrievalVerb
{
    private static readonly Option<string> Documents = new("--documents") { Description = "JSON lines of {id, title, text}; the text is read as Markdown.", HelpName = "FILE", Required = true };
    private static readonly Option<string> Queries = new("--queries") { Description = "JSON lines of {id, text, relevant: [ids]}.", HelpName = "FILE", Required = true };
    private static readonly Option<bool> Drawn = new("--drawn") { Description = "Searches with the query drawn from each text, as for long mails, instead of the text itself." };

    public static Command Create()
    {
        var command = new Command("retrieval", "Indexes documents and ranks them for queries whose relevant documents are known.") { Documents, Queries, Drawn };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult line)
    {
        var figures = Measure(line.GetValue(Documents)!, line.GetValue(Queries)!, line.GetValue(Drawn));
        var output = line.Output();
        if (line.GetValue(GlobalOptions.Json)) output.WriteJson(new JsonObject
        {
            ["documents"] = figures.Documents, ["queries"] = figures.Queries, ["ndcg10"] = figures.Ndcg10, ["map"] = figures.Map, ["recall10"] = figures.Recall10,
            ["indexSeconds"] = figures.IndexSeconds, ["queryMilliseconds"] = figures.QueryMilliseconds,
        });
        else output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{figures.Documents:N0} documents, {figures.Queries:N0} queries: nDCG@10 {figures.Ndcg10:N3}, MAP {figures.Map:N3}, recall@10 {figures.Recall10:N3}; indexed in {figures.IndexSeconds:N2} s, {figures.QueryMilliseconds:N2} ms a query."));
        return CommandLine.Fine;
    }

    private static EvalRetrievalFigures Measure(string documents, string queries, bool drawn)
    {
        try
        {
            var read = EvalRetrievalFile.Documents(documents, File.ReadLines(documents));
            return EvalRetrieval.Measure(read, EvalRetrievalFile.Queries(queries, File.ReadLines(queries), read), drawn);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or DocumentException)
        {
            throw new StartException(e.Message, e);
        }
    }
}
