using System.Collections.Immutable;
using FunctionsAgent.Guardrails;

namespace FunctionsAgent.Tests.Guardrails;

/// <summary>What a turn had to answer from: a tool's result, an article, the customer's words.</summary>
internal static class GroundingTurn
{
    public static PassageSource Order { get; } = new("tool:get_order", """
        {"id":"W1001","status":"shipped","expected":"2026-11-25T17:00:00Z","carrier":"UPS","tracking":"1Z999AA10123456784","total":1299.00,"currency":"USD","items":[{"name":"Walnut desk lamp","quantity":2}],"tracking_url":"https://www.ups.com/track?num=1Z999AA10123456784&utm_source=mail"}
        """);

    public static PassageSource Returns { get; } = new("article:returns", """
        You may return most items within 30 days of delivery for a full refund. Items must be unused and in their original packaging. Return shipping is free for orders above $50; otherwise we deduct $4.99.
        Refunds are paid to the original payment method within 5 to 7 business days. A discount of 15% applies to the next order. The offer ends on November 5, 2026.
        Our hotline +1 (555) 010-0199 is open Monday to Friday, 9 am to 5:30 pm. Write to support@shop.example or see https://shop.example/returns/.
        """);

    public static PassageSource German { get; } = new("article:rueckgabe", """
        Sie können Artikel innerhalb von 14 Tagen nach Erhalt zurücksenden. Der Rückversand kostet 4,95 €. Die Erstattung erfolgt innerhalb von fünf Werktagen auf das ursprüngliche Zahlungsmittel.
        Unsere Hotline 030 1234567 erreichen Sie Mo–Fr von 9 bis 17 Uhr. Das Angebot gilt bis zum 5. November 2026.
        """);

    public static PassageSource Customer { get; } = new("customer", "Hi, where is my order #W1001, and can I return the lamp?");

    public static ImmutableArray<PassageSource> All { get; } = [Customer, Order, Returns, German];
}
