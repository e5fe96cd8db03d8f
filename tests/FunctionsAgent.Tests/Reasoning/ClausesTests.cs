using FunctionsAgent.Reasoning;

namespace FunctionsAgent.Tests.Reasoning;

public sealed class ClausesTests
{
    [Theory]
    [InlineData("Where is my order?")]
    [InlineData("lamp and table")]
    [InlineData("I bought a lamp and a table and two chairs")]
    [InlineData("Where is my order and when does it arrive?")]
    [InlineData("Where is my parcel and when will it arrive?")]
    [InlineData("Please cancel it and refund me")]
    [InlineData("terms and conditions")]
    [InlineData("I need a bulb, e.g. for the Nora lamp")]
    [InlineData("Is Dr. Miller there in person")]
    [InlineData("Where is order No. 5 of mine")]
    [InlineData("It was $12.50 at shop.example, see https://shop.example/o?id=5&x=1. thanks")]
    [InlineData("write to kim.novak@example.com about it")]
    [InlineData("Wann kommt meine Bestellung vom 25. November an?")]
    [InlineData("z. B. die Lampe")]
    [InlineData("Hi! Where is my order?")]
    [InlineData("Where is my order W1001? Thanks!")]
    [InlineData("Hello there. Good morning! Where is my order? Thank you very much. Best regards")]
    [InlineData("W1001?")]
    [InlineData("I was wondering... where is my order")]
    [InlineData("Can I return lamps, bulbs, tables, etc. and chairs?")]
    [InlineData("Do you ship to St. Louis?")]
    [InlineData("yes, please")]
    [InlineData("If it is broken, what do I do?")]
    [InlineData("My name is Kim, where is my order W1001?")]
    public void A_message_of_one_thought_is_one_part(string text) => Assert.Equal(text, string.Join("|", Clauses.Of(text)));

    [Theory]
    [InlineData("Where is my order W1001 and how do returns work?", "Where is my order W1001|how do returns work?")]
    [InlineData("Where is my order W1001, and how do I return a lamp?", "Where is my order W1001|how do I return a lamp?")]
    [InlineData("Cancel W1002 please and also tell me the store hours", "Cancel W1002 please|tell me the store hours")]
    [InlineData("I want to cancel W1002, also, do you sell gift cards?", "I want to cancel W1002|do you sell gift cards?")]
    [InlineData("Where is W1001? Can I return W1006?", "Where is W1001?|Can I return W1006?")]
    [InlineData("where is my order?how do returns work?", "where is my order?|how do returns work?")]
    [InlineData("My lamp broke. Where is my other order?", "My lamp broke.|Where is my other order?")]
    [InlineData("cancel W1002; change the address of W1003", "cancel W1002|change the address of W1003")]
    [InlineData("cancel W1002 and change the address of W1003", "cancel W1002|change the address of W1003")]
    [InlineData("where is W1001\nhow do returns work", "where is W1001|how do returns work")]
    [InlineData("1. Where is W1001\r\n2. How do returns work\r\n3) Are you open today", "Where is W1001|How do returns work|Are you open today")]
    [InlineData("- Where is W1001\n- Opening hours please", "Where is W1001|Opening hours please")]
    [InlineData("Wo ist meine Bestellung W1001 und wie funktioniert die Rückgabe?", "Wo ist meine Bestellung W1001|wie funktioniert die Rückgabe?")]
    [InlineData("Wo ist W1001, außerdem möchte ich W1002 stornieren", "Wo ist W1001|möchte ich W1002 stornieren")]
    [InlineData("Ich will W1002 stornieren und ich möchte wissen, wann Sie öffnen", "Ich will W1002 stornieren|ich möchte wissen, wann Sie öffnen")]
    [InlineData("I got W1001 but where is W1002?", "I got W1001|where is W1002?")]
    [InlineData("Where is W1001 and can I pay with a gift card?", "Where is W1001|can I pay with a gift card?")]
    [InlineData("Where is W1001 and I want to speak to a person", "Where is W1001|I want to speak to a person")]
    [InlineData("It is No. 5. Where is it now?", "It is No. 5.|Where is it now?")]
    [InlineData("Hi. Where is W1001? And how do returns work? Thanks", "Hi. Where is W1001?|And how do returns work? Thanks")]
    [InlineData("私の注文はどこですか。返品 したい です。", "私の注文はどこですか。 返品 したい です。")]
    public void Every_request_is_a_part(string text, string parts) => Assert.Equal(parts, string.Join("|", Clauses.Of(text)));

    [Theory]
    [InlineData("")]
    [InlineData("   \n \r\n ")]
    [InlineData(null)]
    public void No_words_are_no_part(string? text) => Assert.Empty(Clauses.Of(text!));

    [Fact]
    public void A_single_word_is_a_part_of_its_own() => Assert.Equal("Hello!", Assert.Single(Clauses.Of("Hello!")));

    [Fact]
    public void There_are_six_parts_at_most_and_nothing_is_lost()
    {
        var parts = Clauses.Of(string.Join(" ", Enumerable.Range(1, 9).Select(i => $"Where is W100{i}?")));
        Assert.Equal(6, parts.Length);
        Assert.EndsWith("Where is W1009?", parts[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(". ")]
    [InlineData("and how ")]
    [InlineData("?a")]
    [InlineData("\n")]
    [InlineData("...")]
    [InlineData("\ud83d")]
    [InlineData("1. a")]
    public void No_text_makes_it_throw(string shape)
    {
        var parts = Clauses.Of(string.Concat(Enumerable.Repeat(shape, 3000)));
        Assert.InRange(parts.Length, 0, 6);
    }
}
