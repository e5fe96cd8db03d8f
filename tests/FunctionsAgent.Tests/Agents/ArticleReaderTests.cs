using System.Collections.Immutable;
using System.Text;
using FunctionsAgent.Agents;
using FunctionsAgent.Knowledge;

namespace FunctionsAgent.Tests.Agents;

/// <summary>Articles as files: what they say about themselves, and every mistake at its place.</summary>
public sealed class ArticleReaderTests
{
    private const string Text = "# Returns\n\n## How long\n\nThirty days.\n";

    [Fact]
    public void An_article_says_what_its_front_matter_says()
    {
        var article = Assert.Single(Of(("knowledge/shop/returns.md", $"---\ntitle: Sending back\nowner: ann@shop.example\nreview: 2027-01-31\naudience: [members, staff]\nretired: true\n---\n{Text}")).Articles);

        Assert.Equal(("shop/returns", "Sending back", "ann@shop.example", new DateOnly(2027, 1, 31), true), (article.Id, article.Title, article.Owner, article.Review!.Value, article.Retired));
        Assert.Equal<string>(["members", "staff"], article.Audience);
        Assert.Contains("Thirty days.", Assert.Single(article.Sections).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_article_need_say_nothing_about_itself()
    {
        var article = Assert.Single(Of(("knowledge/returns.md", Text)).Articles);
        Assert.Equal(("returns", "Returns", null, null, false, 0), (article.Id, article.Title, article.Owner, article.Review, article.Retired, article.Audience.Length));
    }

    [Fact]
    public void What_cannot_have_front_matter_has_a_file_beside_it()
    {
        var (articles, errors) = Of(
            ("knowledge/lamps.html", "<html><head><title>Lamps</title></head><body><h1>Lamps</h1><p>They shine.</p></body></html>"), ("knowledge/lamps.yaml", "owner: bob@shop.example\nreview: 2027-02-01\n"),
            ("knowledge/notes.txt", "A kettle boils water."), ("knowledge/picture.png", "\u0001"));

        Assert.Empty(errors);
        Assert.Equal(["lamps bob@shop.example", "notes "], articles.Select(article => $"{article.Id} {article.Owner}"));
    }

    [Theory]
    [InlineData("---\nownr: a\n---\nText.", "2:1", "has no key 'ownr'. Did you mean 'owner'?")]
    [InlineData("---\r\nowner: a\r\nreview: soon\r\n---\r\nText.", "3:9", "review is a day like 2027-01-31, not 'soon'.")]
    [InlineData("---\nreview: 2027-02-30\n---\nText.", "2:9", "review is a day like")]
    [InlineData("---\nowner: [a, b]\n---\nText.", "2:8", "owner is text, not a list")]
    [InlineData("---\nowner: \" \"\n---\nText.", "2:8", "owner is empty")]
    [InlineData("---\nretired: maybe\n---\nText.", "2:10", "retired is true or false")]
    [InlineData("---\naudience: members\n---\nText.", "2:11", "audience is a list")]
    [InlineData("---\n{ [\n---\nText.", "3:1", "not YAML")]
    [InlineData("---\nowner: a\nText without an end.", "1:1", "has no end")]
    [InlineData("", "1:1", "there is no text in it")]
    [InlineData("\0", "1:1", "A NUL character is not text")]
    public void A_mistake_is_told_with_its_place(string text, string place, string message)
    {
        var error = Assert.Single(Of(("knowledge/returns.md", text)).Errors);
        Assert.Equal($"knowledge/returns.md:{place}", $"{error.File}:{error.Line}:{error.Column}");
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("knowledge/a.docx", "not '.docx'")]
    [InlineData("knowledge/a#b.md", "An article is named by")]
    [InlineData("knowledge/a%2Fb.md", "An article is named by")]
    [InlineData("knowledge/.hidden/x.md", "An article is named by")]
    [InlineData("knowledge/scan.pdf", "cannot be read")]
    public void A_file_that_can_be_no_article_is_named(string file, string message)
    {
        var error = Assert.Single(Of((file, Text)).Errors);
        Assert.Equal(file, error.File);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_article_of_20_MB_is_too_long_and_bytes_that_are_no_text_are_none()
    {
        var (_, errors) = ArticleFiles.Of(Files([("knowledge/long.md", new byte[20_000_000]), ("knowledge/rubbish.md", [0xFF, 0xFE, 0x41]), ("knowledge/rubbish.html", [0xFF, 0xFE, 0x41])]));
        Assert.Equal(["knowledge/long.md", "knowledge/rubbish.html", "knowledge/rubbish.md"], errors.Select(error => error.File));
        Assert.Contains("at most 5,000,000", errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_files_cannot_be_one_article() =>
        Assert.Contains("both would be the article 'a'", Assert.Single(Of(("knowledge/a.md", Text), ("knowledge/a.txt", "Text.")).Errors).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_beside_nothing_is_no_part_of_a_package()
    {
        var files = new PackageFiles(FunctionsAgent.Tests.Drivers.Samples.RetailSupport.Files!.All.SetItem("knowledge/lost.yaml", "owner: a"u8.ToArray()));
        Assert.Contains("knowledge/lost.yaml", Assert.Single(PackageReader.Read(files, FunctionsAgent.Tests.Drivers.Samples.Context).Errors).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_text_has_the_same_hash_and_another_one_another()
    {
        var article = Of(("knowledge/a.md", Text)).Articles[0];
        Assert.Equal(ArticleFiles.Hash(article), ArticleFiles.Hash(Of(("knowledge/b.md", Text)).Articles[0]));
        Assert.NotEqual(ArticleFiles.Hash(article), ArticleFiles.Hash(article with { Owner = "ann@shop.example" }));
        Assert.NotEqual(ArticleFiles.Hash(article), ArticleFiles.Hash(article with { Sections = [article.Sections[0] with { Text = "Forty days." }] }));
    }

    private static (ImmutableArray<Article> Articles, ImmutableArray<PackageError> Errors) Of(params (string File, string Text)[] files) => ArticleFiles.Of(Files([.. files.Select(file => (file.File, Encoding.UTF8.GetBytes(file.Text)))]));

    private static PackageFiles Files((string File, byte[] Bytes)[] files) => new(files.ToImmutableSortedDictionary(file => file.File, file => (ReadOnlyMemory<byte>)file.Bytes, StringComparer.Ordinal));
}
