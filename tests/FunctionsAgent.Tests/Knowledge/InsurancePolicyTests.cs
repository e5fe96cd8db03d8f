using System.Text.Json;
using FunctionsAgent.Knowledge;
using Microsoft.ML.Tokenizers;
using Xunit.Abstractions;

namespace FunctionsAgent.Tests.Knowledge;

/// <summary>One long article: a policy of some 60 pages, many of whose clauses differ in a part's name and a number.</summary>
public sealed class InsurancePolicyTests(ITestOutputHelper output)
{
    private const int Sent = 3;

    [Fact]
    public void The_answering_section_is_among_the_three_that_are_sent()
    {
        var document = DocumentReader.Read("insurance-policy.md", File.ReadAllBytes(Articles.Fixture("insurance-policy.md")));
        var index = KnowledgeIndex.Build([new Article("insurance-policy", document.Title, document.Sections)]);
        var tokens = TiktokenTokenizer.CreateForEncoding("o200k_base");
        var (asked, found, most) = (0, 0, 0);
        foreach (var line in File.ReadLines(Articles.Fixture("insurance-questions.jsonl")))
        {
            using var json = JsonDocument.Parse(line);
            var (question, section) = (json.RootElement.GetProperty("question").GetString()!, json.RootElement.GetProperty("section").GetString());
            Assert.Contains(document.Sections, s => s.Heading.EndsWith($" › {section}", StringComparison.Ordinal));
            var hits = index.Search(question, Reader.Anybody, Sent);
            asked++;
            if (hits.Any(hit => hit.Section.Heading.EndsWith($" › {section}", StringComparison.Ordinal))) found++;
            else output.WriteLine($"{question} -> {string.Join("; ", hits.Select(hit => hit.Section.Heading))}");
            most = Math.Max(most, hits.Sum(hit => tokens.CountTokens($"{hit.Section.Heading}\n{hit.Section.Text}")));
        }
        output.WriteLine($"{document.Sections.Sum(s => SectionText.Words(s.Text)):N0} words in {document.Sections.Length} sections; {found} of {asked} found, at most {most} tokens sent");

        Assert.Equal(40, asked);
        Assert.True(found >= 36, $"{found} of 40");
        Assert.True(most <= 2_000, $"{most} tokens");
    }
}
