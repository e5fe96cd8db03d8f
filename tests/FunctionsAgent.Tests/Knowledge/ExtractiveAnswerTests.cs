using System.Text.Json;
using FunctionsAgent.Knowledge;
using Xunit.Abstractions;

namespace FunctionsAgent.Tests.Knowledge;

public sealed class ExtractiveAnswerTests(ITestOutputHelper output)
{
    private static readonly KnowledgeIndex Shop = KnowledgeIndex.Build(Articles.Shop());

    private static ExtractiveAnswer? Ask(string question, KnowledgeIndex? index = null) => ExtractiveAnswer.Of(question, (index ?? Shop).Search(question, Reader.Anybody, 8), index ?? Shop);

    [Fact]
    public void Questions_the_articles_answer_get_the_right_section_and_others_none()
    {
        var (answerable, right, without, silent) = (0, 0, 0, 0);
        foreach (var line in File.ReadLines(Articles.Fixture("shop-questions.jsonl")))
        {
            using var asked = JsonDocument.Parse(line);
            var (question, source) = (asked.RootElement.GetProperty("question").GetString()!, asked.RootElement.GetProperty("source").GetString());
            var answer = Ask(question);
            if (source is null) (without, silent) = (without + 1, silent + (answer is null ? 1 : 0));
            else (answerable, right) = (answerable + 1, right + (answer?.Source == source ? 1 : 0));
            if (answer?.Source != source) output.WriteLine($"{question} -> {answer?.Source ?? "none"}, expected {source ?? "none"}");
        }
        output.WriteLine($"{right} of {answerable} right, {silent} of {without} without an answer");

        Assert.True(answerable + without >= 60);
        Assert.True(right >= 0.85 * answerable, $"{right} of {answerable}");
        Assert.True(silent >= 0.90 * without, $"{silent} of {without}");
    }

    [Fact]
    public void Every_line_of_an_answer_is_copied_from_its_section()
    {
        foreach (var line in File.ReadLines(Articles.Fixture("shop-questions.jsonl")))
        {
            using var asked = JsonDocument.Parse(line);
            if (Ask(asked.RootElement.GetProperty("question").GetString()!) is not { } answer) continue;
            var section = Shop.Find(answer.Source.Split('#')[0])!.Sections.Single(s => s.Anchor == answer.Source.Split('#')[1]);

            Assert.All(answer.Text.Split('\n'), part => Assert.Contains(part, section.Text, StringComparison.Ordinal));
            Assert.InRange(answer.Confidence, ExtractiveAnswer.NearEnough, 1);
        }
    }

    [Fact]
    public void Steps_come_together_with_their_lead_in() =>
        Assert.Equal("To send an item back:\n1. Open My Orders and choose Return.\n2. Print the label, or show the QR code at any parcel shop.\n3. Hand in the parcel within 7 days.", Ask("How do I send an item back?")!.Text);

    [Fact]
    public void A_row_of_a_table_comes_with_the_table_s_first() => Assert.Equal("Size | Chest | Waist\nM | 91-96 cm | 75-80 cm", Ask("What chest measurement is size M?")!.Text);

    [Theory]
    [InlineData("How much does it cost to charge a phone?", "Phones can be charged at every table.")]
    [InlineData("How long is the guarantee on chairs?", "The guarantee on chairs is generous.")]
    [InlineData("What is the phone number of the hotel?", "The hotel's phone number is on the card in your room.")]
    [InlineData("Which e-mail address does the hotel use?", "The hotel answers e-mail; ask for the address.")]
    public void Sentences_without_the_kind_of_thing_asked_for_are_no_answer(string question, string text)
    {
        Assert.Null(Ask(question, KnowledgeIndex.Build([Articles.Of("a", "House rules", text), Articles.Of("b", "Breakfast", "Breakfast is at 7.")])));
        Assert.NotNull(Ask("Where is breakfast?", KnowledgeIndex.Build([Articles.Of("b", "Breakfast", "Breakfast is served in the hall.")])));
    }

    [Fact]
    public void Nothing_asked_and_nothing_found_is_no_answer()
    {
        Assert.Null(Ask("What can you tell me about it?"));
        Assert.Null(Ask(""));
        Assert.Null(ExtractiveAnswer.Of("How long is a gift card valid?", [], Shop));
    }
}
